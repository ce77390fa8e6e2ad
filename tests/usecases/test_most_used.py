"""The most used services of the last publication stand first in the list of whoever begins: from frozen rows to the chat."""

import pytest
from msgspec.structs import replace
from sqlalchemy import event, text

from bot.interview import taps
from bot.interview.effects import Ask
from bot.interview.events import Start, Tap, Typed
from bot.settings import ROOT
from bot.stats.figure import Figure
from bot.stats.summary import Summary
from bot.stats.weeks import block_of, bounds, period_of
from bot.store import publications, revisions
from bot.store.engine import open_store
from bot.usecases.exchange import Incoming
from bot.usecases.most_used import FRESH_SECONDS, first, ranked
from bot.usecases.publications import correct, make
from bot.usecases.sources import loaded
from tests.told import Used, tell

WEEKS = block_of("2026-W40", 12)
BLOCK = period_of(WEEKS)
AT = bounds(WEEKS[3])[0] + 3600
AFTER = bounds(WEEKS[-1])[1] + 4 * 3600
SEEDS_FIRST = [
    "id_card", "eds", "residence_reg", "doctor", "criminal_record", "property_cert", "address_cert", "child_allowance",
    "driver_licence", "vehicle",
]  # fmt: skip


@pytest.fixture(scope="module")
def script():
    return loaded(ROOT / "surveys" / "service_usage.yaml", ROOT / "seeds").script


@pytest.fixture
def store(database, script):
    store = open_store(database, create=True)
    with store.write() as tx:
        revisions.publish(tx, script, AT, open_=True)
    yield store
    store.close()


@pytest.fixture
def clock(clock):
    clock.now = AFTER
    return clock


def told(store, script, **people):
    with store.write() as tx:
        for service, number in people.items():
            for _ in range(number):
                tell(tx, AT, Used(service, "egov_mobile"), script=script)


def figure(service, n, *, published=True, dimension="service", base="all"):
    name = f"way.{base}.online.{dimension}.{service}"
    return Figure(name, "way", "online", {}, base, n, n, published=published, dimension=dimension, level=service, block="where")


def summary(*figures, version=1, weeks=WEEKS):
    return Summary(weeks, 100, 100, 100, at_csc_desk=False, figures=figures, block="where", version=version)


def freeze(store, *figures, version=1, weeks=WEEKS):
    with store.write() as tx:
        publications.freeze(tx, period_of(weeks), summary(*figures, version=version, weeks=weeks), AFTER)


class Chats:
    """People at one desk, who begin and come to the list of services."""

    def __init__(self, desk, clock):
        self.desk, self.clock, self.update, self.last = desk, clock, 0, {}

    async def send(self, person, made):
        self.update += 1
        reply = await self.desk.take(Incoming(self.update, person, person, made, message=5))
        self.last[person] = [effect.message for effect in reply.effects if isinstance(effect, Ask)][-1]

    async def tap(self, person, action):
        data = next(each for each in self._data(person) if taps.read(each).action == action)
        await self.send(person, Tap(data, self.clock.now))

    async def begin(self, person):
        await self.send(person, Start(self.clock.now))
        for action in ("Lru", "!yes", "=a30"):
            await self.tap(person, action)
        return self.services(person)

    def services(self, person):
        found = [taps.read(data).action for data in self._data(person)]
        return [action[1:] for action in found if action[0] in "+-" and action != "+other"]

    def _data(self, person):
        return [button.data for row in self.last[person].rows for button in row]


@pytest.fixture
async def chats(desk, clock):
    return Chats(desk, clock)


async def test_published_services_come_first_in_a_desk_that_runs_and_the_seeds_fill_the_page(store, script, chats, clock):
    before = await chats.begin(1)
    told(store, script, passport=90, child_reg=60, id_card=40)
    made = make(store, BLOCK, AFTER)
    clock.now += FRESH_SECONDS
    after = await chats.begin(2)

    assert made.state == "made"
    assert before == SEEDS_FIRST
    assert after == ["passport", "child_reg", *SEEDS_FIRST[:8]]
    assert "1. Получение паспорта" in chats.last[2].text


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_correction_is_for_those_who_begin_and_numbers_of_others_stay(store, script, chats, clock):
    told(store, script, passport=60, child_reg=40)
    make(store, BLOCK, AFTER)
    early = await chats.begin(1)
    told(store, script, child_reg=40)
    with store.write() as tx:
        corrected = correct(tx, BLOCK, AFTER)
    clock.now += FRESH_SECONDS
    late = await chats.begin(2)
    for person in (1, 2):
        await chats.send(person, Typed("1", clock.now))

    assert corrected.state == "corrected"
    assert (early[:2], late[:2]) == (["passport", "child_reg"], ["child_reg", "passport"])
    assert chats.services(1)[:2] == early[:2]
    assert "✅ 1 · Паспорт" in [row[0].label for row in chats.last[1].rows]
    assert "✅ 1 · Паспорт" not in [row[0].label for row in chats.last[2].rows]


async def test_row_that_a_correction_hides_comes_first_no_longer(store, chats, clock):
    freeze(store, figure("passport", 90), figure("child_reg", 60))
    early = await chats.begin(1)
    freeze(store, figure("passport", 0, published=False), figure("child_reg", 60), version=2)
    clock.now += FRESH_SECONDS

    assert early[:2] == ["passport", "child_reg"]
    assert (await chats.begin(2))[:2] == ["child_reg", "id_card"]


async def test_blocks_of_other_lengths_and_weeks_say_nothing_of_services(store, chats):
    freeze(store, figure("passport", 90))
    freeze(store, figure("child_reg", 90), weeks=WEEKS[-4:])
    freeze(store, figure("child_reg", 90), weeks=WEEKS[-1:])

    assert (await chats.begin(1))[:2] == ["passport", "id_card"]


async def test_publication_is_looked_for_once_a_minute_and_read_once(store, chats, clock):
    freeze(store, figure("passport", 90))
    asked = []
    event.listen(store._engine, "before_cursor_execute", lambda *arguments: asked.append(arguments[2]))

    for person in (1, 2, 3):
        await chats.begin(person)
    clock.now += FRESH_SECONDS
    await chats.begin(4)

    looked = [each for each in asked if "FROM publication" in each]
    assert ["figures" in each for each in looked] == [False, True, False]


async def test_publication_that_cannot_be_read_keeps_nobody_out(store, chats, caplog):
    freeze(store, figure("passport", 90))
    with store.write() as tx:
        tx.execute(text("UPDATE publication SET figures = '[]'"))

    assert await chats.begin(1) == SEEDS_FIRST
    assert "cannot be read" in caplog.text


def test_only_shown_rows_of_services_rank_and_the_most_used_first():
    found = ranked(
        summary(
            figure("eds", 40),
            figure("passport", 90),
            figure("child_reg", 95, published=False),
            figure("doctor", 40),
            figure("astana", 99, dimension="region"),
            figure("vehicle", 99, base="both"),
            figure("passport", 90, published=False),
        )
    )

    assert found == ("passport", "eds", "doctor")


def test_ten_of_those_that_the_survey_knows_come_first(script):
    services = next(each for block in script.blocks for each in block.questions if each.measures == "service")
    codes = tuple(choice.code for choice in services.choices)

    assert first(script, ("gone", "other", "none", *codes)) == {"services": codes[:10]}
    assert first(script, ("gone",)) == {}


def test_question_in_an_order_of_chance_keeps_it(script):
    blocks = tuple(
        replace(block, questions=tuple(replace(each, shuffle=True) for each in block.questions)) for block in script.blocks
    )

    assert first(replace(script, blocks=blocks), ("passport",)) == {}
