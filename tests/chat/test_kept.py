"""What is stored of a person, and how it goes: conversations with the desk on a real file, over the shipped survey.

A transcript holds the citizen's lines; `pytest tests/chat --update` writes what the bot says now. `file>` is a document as one
reads it.
"""

import random
from html.parser import HTMLParser
from pathlib import Path
from typing import get_args

import pytest

from bot.interview.effects import Alert, Ask, Redraw, Say, Settle
from bot.interview.events import Command, CommandName, Start, Tap, Typed
from bot.interview.transcript import read
from bot.script.load import load
from bot.settings import ROOT
from bot.store import revisions
from bot.store.engine import open_store
from bot.store.keys import Keys
from bot.usecases.batch import Office, handle
from bot.usecases.exchange import Incoming
from bot.usecases.sources import catalogue

NOW = 1_790_000_000
SURVEY = ROOT / "surveys" / "service_usage.yaml"
TRANSCRIPTS = sorted((Path(__file__).parent / "kept").glob("*.txt"))
SPEAKERS = {Ask: "bot", Say: "bot", Settle: "edit", Redraw: "redraw"}


class Page(HTMLParser):
    """The words of a page, a line for each block."""

    def __init__(self, page):
        super().__init__()
        self.lines, self.hidden = [], False
        self.feed(page)

    def handle_starttag(self, tag, _):
        self.hidden = tag in {"style", "title"} or (self.hidden and tag != "section")

    def handle_data(self, data):
        if data.strip() and not self.hidden:
            self.lines += data.strip().split("\n")


class Conversation:
    """One person and the desk; a minute passes with every line."""

    def __init__(self, store):
        self.store, self.office = store, Office(Keys("k" * 40), 7, random.Random(1), store.journal)
        self.now, self.update, self.buttons = NOW, 0, {}

    def hear(self, said):
        self.update, self.now = self.update + 1, self.now + 60
        message = 1 if said.startswith("[") else 0
        with self.store.write() as tx:
            incoming = Incoming(self.update, 1001, 1001, self._event(said), message=message, callback="c" if message else "")
            replies = handle(tx, self.office, [incoming], self.now).replies
        for effect in replies[0].effects:
            yield from self._told(effect)

    def _event(self, said):
        if said.startswith("["):
            return Tap(self.buttons[said[1:-1]], self.now)
        if said == "/start":
            return Start(self.now)
        return Command(said[1:], self.now) if said[1:] in get_args(CommandName) else Typed(said, self.now)

    def _told(self, effect):
        if isinstance(effect, Alert):
            yield f"alert> {effect.text}"
            return
        message = effect.message
        yield from f"{SPEAKERS[type(effect)]}> {message.text}".replace("\n", "\n  ").split("\n")
        if message.attachment:
            yield f"file> {message.attachment.name}"
            yield from (f"  {line}" for line in Page(message.attachment.content.decode()).lines)
        for row in message.rows:
            self.buttons |= {button.label: button.data for button in row}
            yield "  buttons: " + " ".join(f"[{button.label}]" for button in row)


@pytest.fixture
def store(sqlite_file):
    loaded = load(SURVEY.read_text("utf-8"), SURVEY.name, catalogue(ROOT / "seeds"))
    store = open_store(sqlite_file, create=True)
    with store.write() as tx:
        revisions.publish(tx, loaded.script, NOW, open_=True)
    yield store
    store.close()


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_conversation_goes_as_written(path, store, update):
    written = path.read_text("utf-8").splitlines()
    conversation = Conversation(store)

    lines = [
        line
        for entry in read("\n".join(written))
        for line in (f"citizen> {entry.said}", *(each.rstrip() for each in conversation.hear(entry.said)))
    ]

    if update:
        path.write_text("\n".join(lines) + "\n", "utf-8")
        written = lines
    assert lines == written


def test_conversations_cover_three_languages():
    assert {path.stem[:2] for path in TRANSCRIPTS} == {"kk", "ru", "en"}
