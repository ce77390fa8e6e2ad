"""What an operator may say, and what is refused with words that help."""

from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.settings import for_real_people, for_web, for_worker, place, read

GOOD = {
    "NEGE_TELEGRAM_TOKEN": "4200000:made-up",
    "NEGE_SECRET_KEY": "k" * 40,
    "NEGE_OPERATOR_KK": "a",
    "NEGE_OPERATOR_RU": "b",
    "NEGE_OPERATOR_EN": "c",
    "NEGE_WEBHOOK_URL": "https://nege.example.kz",
    "NEGE_WEBHOOK_SECRET": "a-secret_1",
    "NEGE_ONE_MACHINE": "1",
}


def settings(**changes):
    return read({name: value for name, value in {**GOOD, **changes}.items() if value})


@pytest.mark.parametrize("check", [for_real_people, for_web, for_worker])
def test_good_settings_are_taken(check):
    assert check(settings()) == settings()


@pytest.mark.parametrize(
    ("check", "changes", "named"),
    [
        (for_real_people, {"NEGE_TELEGRAM_TOKEN": ""}, "NEGE_TELEGRAM_TOKEN"),
        (for_real_people, {"NEGE_SECRET_KEY": "short"}, "NEGE_SECRET_KEY"),
        (for_real_people, {"NEGE_SECRET_KEY": f"{'k' * 40} short"}, "NEGE_SECRET_KEY"),
        (for_real_people, {"NEGE_OPERATOR_KK": ""}, "NEGE_OPERATOR_KK"),
        (for_web, {"NEGE_WEBHOOK_SECRET": ""}, "NEGE_WEBHOOK_SECRET"),
        (for_web, {"NEGE_WEBHOOK_URL": ""}, "NEGE_WEBHOOK_URL"),
        (for_web, {"NEGE_WEBHOOK_URL": "http://nege.example.kz"}, "https"),
        (for_web, {"NEGE_ONE_MACHINE": ""}, "NEGE_ONE_MACHINE=1"),
        (for_worker, {"NEGE_ONE_MACHINE": ""}, "NEGE_DATABASE_URL"),
        (for_real_people, {"NEGE_DATABASE_URL": "postgres://user@host/nege"}, "NEGE_ERASURE_LOG"),
        (for_worker, {"NEGE_TELEGRAM_TOKEN": ""}, "NEGE_TELEGRAM_TOKEN"),
    ],
)
def test_what_is_missing_or_unsafe_is_named(check, changes, named):
    with pytest.raises(SettingsError, match=named):
        check(settings(**changes))


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"NEGE_WEBHOOK_SECRET": "has a space"}, "NEGE_WEBHOOK_SECRET"),
        ({"NEGE_WEBHOOK_SECRET": "x" * 257}, "NEGE_WEBHOOK_SECRET"),
        ({"NEGE_WEBHOOK_URL": "nege.example.kz"}, "NEGE_WEBHOOK_URL"),
        ({"NEGE_PROXY": "somewhere"}, "NEGE_PROXY"),
        ({"NEGE_DATABASE_URL": "mysql://user:password@host/nege"}, "NEGE_DATABASE_URL"),
        ({"NEGE_PORT": "70000"}, "NEGE_PORT"),
    ],
)
def test_values_without_their_form_are_refused_and_secrets_not_repeated(changes, named):
    with pytest.raises(SettingsError, match=named) as caught:
        settings(**changes)
    assert "password@host/nege" not in str(caught.value).replace("user:password@host/name", "")


def test_postgresql_takes_the_place_of_the_file_and_needs_no_word_about_machines():
    named = {"NEGE_DATABASE_URL": "postgres://user@host/nege", "NEGE_ERASURE_LOG": "kept/nege.erasures"}
    found = settings(**named, NEGE_DATABASE="here.sqlite3", NEGE_ONE_MACHINE="")
    assert for_worker(found).where == "postgresql://user@host/nege"
    assert found.erasure_log == Path("kept/nege.erasures")
    assert settings(NEGE_DATABASE="here.sqlite3").where == Path("here.sqlite3")


@pytest.mark.parametrize(
    ("url", "address", "path"),
    [
        ("https://nege.example.kz", "https://nege.example.kz/telegram", "/telegram"),
        ("https://nege.example.kz/", "https://nege.example.kz/telegram", "/telegram"),
        ("https://example.kz:8443/bots/nege", "https://example.kz:8443/bots/nege", "/bots/nege"),
    ],
)
def test_webhook_has_a_path_even_if_none_was_named(url, address, path):
    found = settings(NEGE_WEBHOOK_URL=url)
    assert (found.webhook, found.webhook_path) == (address, path)


def test_http_is_enough_for_a_bot_api_server_of_ones_own():
    own = settings(NEGE_WEBHOOK_URL="http://10.0.0.2:8080", NEGE_TELEGRAM_API="http://10.0.0.3:8081")
    assert for_web(own) == own


def test_a_place_is_an_address_or_a_file():
    assert place("some/where.sqlite3") == Path("some/where.sqlite3")
    assert place("postgresql://host/nege") == "postgresql://host/nege"
    with pytest.raises(SettingsError):
        place("mysql://host/nege")
