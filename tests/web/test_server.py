from dataclasses import asdict

import pytest

from bot.texts import LANGUAGES, say
from bot.web.security import HEADERS
from bot.web.server import SILENT_SECONDS, Health, Page, build, render

OPERATOR = {"kk": "Сынақ <b>ЖШС</b>", "ru": "Проверка", "en": "Trial & Co"}
GOOD = Health(database=True, migrated=True, silence=3)


def _app(health=GOOD):
    async def ask():
        return health

    return build(Page(OPERATOR, "https://t.me/trial_bot?start=web"), ask)


@pytest.mark.parametrize("path", ["/", "/health", "/page.css", "/nothing"])
async def test_every_answer_carries_the_security_headers(serve, http, path):
    async with http.get(await serve(_app()) + path) as response:
        assert {name: response.headers.get(name) for name in HEADERS} == HEADERS
        assert "Server" not in response.headers


async def test_page_says_what_nege_is_in_three_languages(serve, http):
    async with http.get(await serve(_app()) + "/") as response:
        page = await response.text()
    assert response.status == 200
    assert all(say(language, "web.lead") in page for language in LANGUAGES)
    assert all(f'lang="{language}"' in page for language in LANGUAGES)
    assert 'href="https://t.me/trial_bot?start=web"' in page


def test_page_escapes_what_the_operator_is_called():
    page = render(Page(OPERATOR))
    assert "Сынақ &lt;b&gt;ЖШС&lt;/b&gt;" in page
    assert "Trial &amp; Co" in page


def test_page_without_an_operator_or_an_address_leaves_both_out():
    page = render(Page({"kk": "", "ru": "", "en": ""}))
    assert 'class="open"' not in page
    assert 'class="operator"' not in page


HEALTHS = [
    (GOOD, 200),
    (Health(database=True, migrated=True, silence=SILENT_SECONDS), 200),
    (Health(database=True, migrated=True, silence=SILENT_SECONDS + 1), 503),
    (Health(database=True, migrated=True, silence=None), 503),
    (Health(database=True, migrated=False, silence=3), 503),
    (Health(database=False, migrated=False, silence=3), 503),
    (Health(database=True, migrated=True, silence=None, polls=False), 200),
    (Health(database=False, migrated=False, silence=None, polls=False), 503),
]


@pytest.mark.parametrize(("health", "status"), HEALTHS)
async def test_health_is_good_only_if_the_database_and_telegram_answer(serve, http, health, status):
    async with http.get(await serve(_app(health)) + "/health") as response:
        told = await response.json()
    assert response.status == status
    assert told == asdict(health)
    assert response.headers["Cache-Control"] == "no-store"
