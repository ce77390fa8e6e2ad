"""A single-use link makes an official."""

import pytest

from bot.store import audit, meta, roles
from bot.texts import LANGUAGES, say
from bot.usecases.invite import VALID_SECONDS, NoLinkError, accept, invite

NOW = 1_790_000_000
LINK = "https://t.me/nege_bot?start="


@pytest.fixture
def ran(store):
    """A database on which the bot ran once."""
    with store.write() as tx:
        meta.put(tx, "link", LINK)
    return store


def take(store, keys, link, person=1, now=NOW):
    with store.write() as tx:
        return accept(tx, keys, link.removeprefix(LINK), person, person + 1000, now).text


def test_link_is_the_address_of_the_bot_and_a_token_that_fits(ran):
    link = invite(ran, "official", "ru", NOW)

    token = link.removeprefix(LINK)
    assert token.startswith("i_")
    assert len(token) == 24
    assert link != invite(ran, "official", "ru", NOW)


def test_nobody_can_be_invited_before_the_bot_ran(store):
    with pytest.raises(NoLinkError, match="nege run"):
        invite(store, "official", "ru", NOW)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["official", "administrator"])
def test_first_who_opens_the_link_gets_the_role_in_its_language(ran, keys, kind, language):
    answer = take(ran, keys, invite(ran, kind, language, NOW))

    with ran.read() as tx:
        (held,) = roles.held(tx, keys.role_hash(1))
    assert answer == say(language, f"invite.welcome.{kind}")
    assert (held.kind, held.language, keys.open_role_address(held.address)) == (kind, language, 1001)


def test_link_works_once(ran, keys):
    link = invite(ran, "official", "kk", NOW)
    take(ran, keys, link, person=1)

    answer = take(ran, keys, link, person=2)

    with ran.read() as tx:
        assert roles.held(tx, keys.role_hash(2)) == ()
    assert answer == say("kk", "invite.used")


def test_holder_who_opens_the_link_again_is_told_that_all_is_well(ran, keys):
    link = invite(ran, "official", "kk", NOW)
    take(ran, keys, link)

    assert take(ran, keys, link) == say("kk", "invite.already.official")


def test_link_is_valid_for_seven_days(ran, keys):
    link = invite(ran, "official", "ru", NOW)

    assert take(ran, keys, link, now=NOW + VALID_SECONDS) == say("ru", "invite.expired")
    assert take(ran, keys, link, now=NOW + VALID_SECONDS - 1) == say("ru", "invite.welcome.official")


def test_unknown_token_is_answered_in_every_language(ran, keys):
    answer = take(ran, keys, "i_nothing")

    assert answer.splitlines() == [say(language, "invite.unknown") for language in LANGUAGES]


def test_second_invitation_renews_the_language_and_the_address(ran, keys):
    take(ran, keys, invite(ran, "official", "ru", NOW))

    answer = take(ran, keys, invite(ran, "official", "kk", NOW))

    with ran.read() as tx:
        (held,) = roles.held(tx, keys.role_hash(1))
    assert (held.language, answer) == ("kk", say("kk", "invite.already.official"))


def test_invitations_are_written_down_without_tokens_and_people(ran, keys):
    take(ran, keys, invite(ran, "official", "ru", NOW))

    with ran.read() as tx:
        entries = [(entry.action, entry.detail) for entry in audit.read(tx)]
    assert entries == [("invite", "official ru"), ("invitation taken", "official ru")]
