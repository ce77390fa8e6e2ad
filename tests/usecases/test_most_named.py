"""Reasons by service, from the answers to what outsiders see: a frozen statement, a line of the digest, never a share."""

import json
from pathlib import Path
from shutil import copy

import pytest
from msgspec import json as encoded

from bot.cli import main
from bot.report.published import published
from bot.stats.weeks import block_of, bounds, period_of
from bot.store import outbox, publications, roles
from bot.store.engine import open_store
from bot.usecases.digest import close_week, correct, make_due, preview
from bot.usecases.erase import erase
from bot.usecases.publications import make
from tests.told import LANGUAGES, Used, tell

BLOCK = block_of("2026-W47", 12)
PERIOD, LAST = period_of(BLOCK), BLOCK[-1]
AT = bounds(LAST)[0] + 3600
MONDAY = bounds(LAST)[1]
AFTER_3, AFTER_9 = MONDAY + 3 * 3600, MONDAY + 9 * 3600


def answered(store, service, at=AT, **times):
    with store.write() as tx:
        return [
            tell(tx, at, Used(service, "csc_operator", (reason,))) for reason, people in times.items() for _ in range(people)
        ]


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """A database, and who told of the address: for two services one reason leads surely, for the third it may be chance."""
    path = tmp_path_factory.mktemp("told") / "nege.sqlite3"
    store = open_store(path, create=True)
    address = answered(store, "address", unaware=61, eds_fail=21)
    answered(store, "address", AT - 8 * 7 * 86_400, unaware=10)
    answered(store, "passport", advice=50, unaware=12)
    answered(store, "licence", unaware=36, eds_fail=30)
    store.close()
    return path, address


@pytest.fixture
def store(told, tmp_path):
    """Of SQLite alone: nothing here reads the database in a way of its own."""
    opened = open_store(Path(copy(told[0], tmp_path)))
    yield opened
    opened.close()


@pytest.fixture
def people(told):
    return told[1]


def block(store):
    with store.read() as tx:
        return publications.latest(tx, PERIOD)


def named(summary):
    return {row.service: (row.figure.code, row.figure.n, row.why_not) for row in summary.most_named}


def test_block_of_twelve_weeks_names_the_reason_of_each_service(store, people):
    made = make(store, PERIOD, AFTER_3).summary

    assert named(made) == {"address": ("unaware", 90, ""), "passport": ("advice", 60, ""), "licence": ("", 0, "chance")}
    assert [row.service for row in made.most_named] == ["address", "passport", "licence"]
    assert made.most_named[0].figure.revisions == (1,)
    # What is frozen tells no share by service.
    rows = [encoded.decode(encoded.encode(row)) for row in block(store).most_named]

    assert not {"estimate", "numerator", "se", "n_eff", "low", "high", "inside", "outside"} & set().union(
        *(row["figure"] for row in rows)
    )
    assert not {"lead", "p", "p_holm", "second", "second_label"} & set().union(*rows)


def test_publication_is_shown_with_base_and_owner(store, people):
    made = make(store, PERIOD, AFTER_3).summary

    shown = {language: published(made, language).splitlines()[-3:] for language in LANGUAGES}

    assert all(["90" in line for line in lines] == [True, False, False] for lines in shown.values())
    assert not any("%" in line for lines in shown.values() for line in lines)
    assert shown["en"] == [
        "  Certificate of address  did not know it is online · a matter of telling people (Base: 90 · people: 90)",
        "  Passport                needed advice or help · stays with the CSC (Base: 60 · people: 60)",
        "  Driving licence         not shown: its lead over the next reason may be chance",
    ]


def test_digest_of_the_week_that_closes_a_block_names_them_in_one_line(store, people):
    with store.write() as tx:
        roles.add(tx, "official", b"1", b"sealed", "en", AT)
    close_week(store, AFTER_3)
    make_due(store, AFTER_9)
    with store.read() as tx:
        (text,) = [message.message.text for message in outbox.due(tx, AFTER_9, 10)]

    line = next(line for line in text.splitlines() if line.startswith("By service"))
    assert line == (
        "By service, named most often in 12 weeks: "
        "Certificate of address – “did not know it is online” (a matter of telling people; 90 visits); "
        "Passport – “needed advice or help” (stays with the CSC; 60 visits)."
    )
    assert "regions and other services." in text
    assert len([line for line in text.splitlines() if line]) <= 16


def test_digest_of_any_other_week_does_not(store, people):
    answered(store, "address", AT - 7 * 86_400, unaware=40)
    close_week(store, AFTER_3)
    with store.read() as tx:
        texts = [preview(tx, week, "en", AFTER_9).text for week in (BLOCK[-2], LAST)]
        others = [publications.latest(tx, period) for period in (LAST, period_of(BLOCK[-4:]))]

    assert ["By service" in text for text in texts] == [False, True]
    assert ["single services" in text for text in texts] == [True, False]
    assert [found.most_named for found in others] == [(), ()]


def test_what_was_hidden_stays_hidden_and_what_stood_stands_after_an_erasure(store, people):
    make(store, PERIOD, AFTER_3)
    answered(store, "licence", unaware=60)
    with store.write() as tx:
        for person in people[:3]:
            erase(tx, person)

    outcome, _ = correct(store, PERIOD, AFTER_9)

    assert outcome.state == "corrected"
    assert named(block(store))["licence"] == ("", 0, "hidden")
    assert named(block(store))["passport"] == ("advice", 60, "")


def test_service_of_which_many_people_are_gone_is_named_anew(store, people):
    make(store, PERIOD, AFTER_3)
    with store.write() as tx:
        for person in people[:55]:
            erase(tx, person)

    correct(store, PERIOD, AFTER_9)

    assert named(block(store)) == {
        "address": ("", 0, "hidden"), "passport": ("advice", 60, ""), "licence": ("", 0, "chance")
    }  # fmt: skip


def test_operator_sees_all_with_shares_and_what_is_not_for_publication(told, tmp_path, capsys):
    path = Path(copy(told[0], tmp_path))

    main(["stats", "--by", "service", "--weeks", LAST, "--database", str(path)])
    licence = capsys.readouterr().out.splitlines()[-2].split("  ")
    main(["stats", "--by", "service", "--weeks", LAST, "--format", "json", "--database", str(path)])
    rows = {row["service"]: row for row in json.loads(capsys.readouterr().out)["most_named"]}
    main(["stats", "--weeks", LAST, "--format", "json", "--database", str(path)])

    assert [cell.strip() for cell in licence if cell][:2] == [
        "Driving licence: did not know it is online · a matter of telling people",
        "55%",
    ]
    assert licence[-1] == "not for publication: its lead over the next reason may be chance"
    address = rows["Certificate of address"]
    assert (address["label"], address["second"]) == ("did not know it is online", "signature or SMS code failed")
    assert address["lead"] == pytest.approx(40 / 82)
    assert [rows[name]["published"] for name in rows] == [True, False, True]
    assert json.loads(capsys.readouterr().out)["most_named"] == []
