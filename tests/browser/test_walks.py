"""Every transcript of tests/chat, played on the chat page in a real Chromium at the size of a phone.

The whole bot, a real SQLite file, real HTTP; only the time, the chance and the hour of the schedule's work come from the walk.
Whatever transcript is laid into that folder is walked here, too.
"""

import asyncio
import random
import shutil
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

import pytest
import pytest_asyncio
from playwright.async_api import Page, async_playwright

from bot.app import House
from bot.interview.effects import Keep
from bot.interview.state import State
from bot.interview.step import opening
from bot.interview.transcript import Entry, replay, told
from bot.sandbox.server import build
from bot.sandbox.world import World
from bot.script.load import load
from bot.settings import ROOT
from bot.stats.weeks import ALMATY
from bot.store import answers, revisions, sources
from bot.store.engine import open_store
from bot.store.keys import Keys
from bot.store.sources import Source
from bot.store.tables import Interview, table
from bot.telegram.client import Client
from bot.texts import LANGUAGES
from bot.usecases.sources import catalogue
from tests.browser.conftest import ARGUMENTS, PHONE
from tests.browser.steps import kept, origin, seed, steps
from tests.browser.walking import WAIT_MS, Walk
from tests.serving import serve

CHAT = ROOT / "tests" / "chat"
TRANSCRIPTS = sorted([*CHAT.glob("*.txt"), *CHAT.glob("*/*.txt")])
SURVEY = ROOT / "surveys" / "service_usage.yaml"
NOON = int(datetime(2026, 9, 21, 12, tzinfo=ALMATY).timestamp())
KEPT_NOW = 1_790_000_000
MINUTE = 60
SECRET = "a secret of the tests that is long enough"
LITTLE_MS = 700
"""So long a page is watched that should never come to show what is wanted."""

pytestmark = pytest.mark.asyncio(loop_scope="module")


class Clock:
    def __init__(self, now):
        self.now = now

    def __call__(self):
        return self.now


class Seeded(random.Random):
    """Chance that makes every interview begin with this seed."""

    def __init__(self, number):
        super().__init__(number)
        self.number = number

    def randrange(self, *_):
        return self.number


@pytest.fixture(scope="module")
def script():
    loaded = load(SURVEY.read_text("utf-8"), SURVEY.name, catalogue(ROOT / "seeds"))
    assert loaded.script is not None, loaded.issues
    return loaded.script


@pytest.fixture(scope="module")
def published(tmp_path_factory, script):
    """A database in which the survey is open: each walk gets a copy."""
    path = tmp_path_factory.mktemp("walks") / "published.sqlite3"
    store = open_store(path, create=True)
    with store.write() as tx:
        revisions.publish(tx, script, NOON, open_=True)
    store.close()
    return path


@dataclass
class Phone:
    """One phone for all walks, one after the other. `page` shows the chat, `reader` opens the files that come."""

    page: Page
    reader: Page
    errors: list[str]


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def phone(chromium):
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        context, errors = await browser.new_context(viewport=PHONE), []
        page, reader = await context.new_page(), await context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda line: errors.append(line.text) if line.type == "error" else None)
        yield Phone(page, reader, errors)
        await browser.close()


@asynccontextmanager
async def living(store, clock, dice):
    """The whole bot at the time of the clock, and the chat page; what the schedule would do is left to the walk."""
    world = World(clock, conflict_seconds=0)
    async with serve(build(world)) as address:
        client = Client(address, world.token)
        house = House(store, Keys(SECRET), client, world.me.id, clock, {"poll"}, dice=dice)
        life = asyncio.create_task(house.live())
        try:
            yield house, world, address
        finally:
            house.stop()
            await asyncio.wait_for(life, 20)
            await client.close()


def led_here(store, text):
    """What the link of this transcript carries: a registered source, if people were led here by one."""
    place, region = origin(text)
    if not place:
        return ""
    with store.write() as tx:
        sources.add(tx, Source("walk", place, region, "walk"), NOON)
    return "&start=s_walk"


@asynccontextmanager
async def opened(phone, address):
    """The chat page; errors of its script are errors of the test."""
    phone.errors.clear()
    await phone.page.bring_to_front()
    await phone.page.goto(address)
    await phone.page.locator(".begin").wait_for()
    yield
    # A page that is left says nothing when the bot ends.
    await phone.page.evaluate("sessionStorage.clear()")
    await phone.page.goto("about:blank")
    assert not phone.errors


def stored(store):
    """What the database holds of the newest interview, in the words of `keep>`; nothing where there is none."""
    with store.read() as tx:
        interviews = tx.execute(table(Interview).select().order_by(Interview.id.desc())).all()
        given = answers.read(tx, interviews[0].id) if interviews else ()
    return {line.removeprefix("keep> ") for answer in given for line in told(State("", 0), [Keep(answer)])}


async def walk(phone, store, text, language, *, patience=WAIT_MS):
    """Play a transcript from its first line to its last; `patience`: how many milliseconds its last step may take."""
    number, played = seed(text), steps(text)
    clock = Clock(KEPT_NOW if number is None else NOON)
    dice = random.Random(1) if number is None else Seeded(number)
    link = led_here(store, text)
    async with (
        living(store, clock, dice) as (house, world, address),
        opened(phone, f"{address}/?language={language}{link}"),
    ):
        citizen = Walk(phone.page, phone.reader, house, clock, language)
        await citizen.begin()
        for step in played:
            clock.now += MINUTE if number is None else 0
            await citizen.play(step, wait=patience if step is played[-1] else WAIT_MS)
        await citizen.end(world, played[-1], wait=patience)
    if number is not None:
        assert stored(store) == kept(played)


@pytest.fixture
def store(published, sqlite_file):
    shutil.copyfile(published, sqlite_file)
    store = open_store(sqlite_file)
    yield store
    store.close()


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
async def test_walk_in_a_browser_goes_as_written(path, phone, store):
    await walk(phone, store, path.read_text("utf-8"), path.stem[:2])


async def test_walks_are_there_in_three_languages_with_the_engine_and_with_the_desk():
    walks = {(path.stem[:2], path.parent.name) for path in TRANSCRIPTS}

    assert walks >= {(language, folder) for language in LANGUAGES for folder in ("chat", "kept")}


SHORT = [Entry("/start"), Entry("[English]", 1, "Len"), Entry("[I take part]", 2, "!yes"), Entry("[30–44]", 3, "=a30")]
ALTERED = {
    "a word of the bot": (2, "About 3 minutes", "About 4 minutes", r"-.*About 4 minutes"),
    "a label": (2, "buttons: [I take part]", "buttons: [I will]", r"- .*\[I will\]"),
    "one button fewer": (2, "\n  buttons: [I do not take part]", "", r"\+ .*\[I do not take part\]"),
    "the record of an answer": (2, "edit> ✓ English", "edit> ✓ Inglish", r"-.*✓ Inglish"),
    "a message left out": (3, "bot> How old are you?", "last> How old are you?", r"\+.*How old are you\?"),
    "an answer that is kept": (4, "keep> age = a30", "keep> age = a45", r"age = a45"),
}


@pytest.mark.parametrize("what", ALTERED)
async def test_walk_fails_where_the_transcript_says_something_else(what, phone, store, script):
    length, there, altered, complaint = ALTERED[what]
    text = "\n".join(["# seed 1", *replay(script, opening("terminal", 1), SHORT[:length])])
    assert there in text

    with pytest.raises(AssertionError, match=complaint):
        await walk(phone, store, text.replace(there, altered), "en", patience=LITTLE_MS)


async def test_walk_fails_where_a_file_says_something_else(phone, store):
    path, text = next((path, text) for path in TRANSCRIPTS if "\nfile> nege-" in (text := path.read_text("utf-8")))
    before, file, after = text.partition("\nfile> nege-")

    with pytest.raises(AssertionError, match=r"the file says"):
        await walk(phone, store, before + file + after.replace("\n  ", "\n  not ", 1), path.stem[:2])
