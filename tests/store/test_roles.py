"""Roles, invitations, publications and the audit in the database."""

import hashlib

import pytest
import sqlalchemy.exc
from sqlalchemy import select

from bot.stats.counts import Cell, Counts, Table, Tally
from bot.stats.labels import Labels
from bot.stats.summary import for_outsiders, summarize
from bot.store import audit, invitations, outbox, publications, roles
from bot.store.tables import Invitation

NOW = 1_790_000_000


def test_person_holds_each_role_once(tx):
    official = roles.add(tx, "official", b"hash", b"sealed", "ru", NOW)
    administrator = roles.add(tx, "administrator", b"hash", b"sealed", "kk", NOW)

    assert [(held.id, held.kind, held.language) for held in roles.held(tx, b"hash")] == [
        (official, "official", "ru"),
        (administrator, "administrator", "kk"),
    ]
    assert roles.held(tx, b"another") == ()
    with pytest.raises(sqlalchemy.exc.IntegrityError):
        roles.add(tx, "official", b"hash", b"sealed", "ru", NOW)


def test_officials_are_those_who_can_be_written_to(tx):
    first = roles.add(tx, "official", b"1", b"sealed", "ru", NOW)
    second = roles.add(tx, "official", b"2", b"sealed", "kk", NOW)
    roles.add(tx, "administrator", b"3", b"sealed", "kk", NOW)
    outbox.unreachable(tx, first)

    assert [held.id for held in roles.officials(tx)] == [second]
    assert roles.get(tx, first).unreachable
    assert roles.get(tx, 99) is None


def test_invitation_is_kept_without_its_token_and_used_once(tx):
    invitations.add(tx, "i_token", "official", "kk", NOW, NOW + 60)

    found = invitations.find(tx, "i_token")

    assert (found.kind, found.language, found.expires_at, found.used) == ("official", "kk", NOW + 60, False)
    assert tx.execute(select(Invitation.token_hash)).scalar_one() == hashlib.sha256(b"i_token").hexdigest()
    assert [invitations.use(tx, "i_token", NOW), invitations.use(tx, "i_token", NOW)] == [True, False]
    assert invitations.find(tx, "i_token").used
    assert invitations.find(tx, "i_other") is None


def test_publication_is_frozen_once_and_comes_back_as_it_was(tx):
    reasons = Table(Tally(100, 90), (Cell("unaware", 50, 45, 48, "inform"), Cell("payment", 3, 3, 88, "repair")))
    summary = for_outsiders(summarize(("2026-W47",), Counts(people=90, reasons=reasons), Labels()))

    publications.freeze(tx, "2026-W47", summary, NOW)

    assert publications.latest(tx, "2026-W47") == summary
    assert publications.latest(tx, "2026-W46") is None
    with pytest.raises(sqlalchemy.exc.IntegrityError):
        publications.freeze(tx, "2026-W47", summary, NOW)


def test_audit_keeps_what_was_done_in_order(tx):
    audit.note(tx, NOW, "invite", "official ru")
    audit.note(tx, NOW + 1, "publish")

    assert audit.read(tx) == (audit.Entry(NOW, "invite", "official ru"), audit.Entry(NOW + 1, "publish", ""))
