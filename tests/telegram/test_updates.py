import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.interview.events import Command, Start, Tap, Typed, Unreadable
from bot.telegram.updates import ALLOWED, COMMANDS, SERVICE, Batch, read, read_one
from bot.usecases.exchange import Incoming

NOW = 1_790_000_000
PERSON = {"id": 501, "is_bot": False, "first_name": "Айгүл", "language_code": "kk"}
CHAT = {"id": 501, "type": "private", "first_name": "Айгүл"}


def _message(**fields):
    return {"update_id": 9, "message": {"message_id": 3, "from": PERSON, "chat": CHAT, "date": NOW, **fields}}


def _tap(**fields):
    query = {"id": "77", "from": PERSON, "chat_instance": "1", "data": "abcdefgh:3:=egov", **fields}
    return {"update_id": 9, "callback_query": query}


def _read(update):
    return read_one(json.dumps(update).encode(), NOW)


#        text                        event                       payload      command
TEXTS = [
    ("18", Typed("18", NOW), "", ""),
    ("Иә", Typed("Иә", NOW), "", ""),
    ("/start", Start(NOW), "", ""),
    ("/start site_3-a", Start(NOW), "site_3-a", ""),
    ("/start@nege_bot site", Start(NOW), "site", ""),
    ("/Start", Start(NOW), "", ""),
    ("/digest", Typed("/digest", NOW), "", "digest"),
    ("/digest@nege_bot", Typed("/digest@nege_bot", NOW), "", "digest"),
    ("/nonsense", Typed("/nonsense", NOW), "", ""),
    ("/", Typed("/", NOW), "", ""),
    ("/language please", Command("language", NOW), "", ""),
    *((f"/{name}", Command(name, NOW), "", "") for name in sorted(COMMANDS)),
]


@pytest.mark.parametrize(("text", "event", "payload", "command"), TEXTS)
def test_read_takes_words_and_commands(text, event, payload, command):
    assert _read(_message(text=text)) == Incoming(9, 501, 501, event, payload, command)


CONTENT = [
    {"voice": {"file_id": "x", "duration": 3}},
    {"photo": [{"file_id": "x"}], "caption": "18"},
    {"sticker": {"emoji": "👍"}},
    {"location": {"latitude": 43.2, "longitude": 76.9}},
    {"contact": {"phone_number": "+7", "first_name": "A"}},
    {"document": {"file_id": "x"}},
    {"text": "да", "forward_origin": {"type": "user", "date": 1, "sender_user": {"id": 7}}},
    {"something_that_telegram_adds_later": {}},
]


@pytest.mark.parametrize("content", CONTENT)
def test_read_takes_what_is_no_text_as_unreadable(content):
    assert _read(_message(**content)) == Incoming(9, 501, 501, Unreadable(NOW))


@pytest.mark.parametrize("kind", sorted(SERVICE))
def test_read_leaves_out_what_telegram_itself_tells(kind):
    assert _read(_message(**{kind: {}})) is None


def test_read_takes_a_tap_with_its_message():
    update = _tap(message={"message_id": 31, "chat": CHAT, "date": NOW, "text": "?"})
    assert _read(update) == Incoming(9, 501, 501, Tap("abcdefgh:3:=egov", NOW), message=31, callback="77")


def test_read_takes_a_tap_on_a_message_that_telegram_no_longer_knows():
    assert _read(_tap(message={"message_id": 31, "chat": CHAT, "date": 0})).message == 31
    assert _read(_tap()) == Incoming(9, 501, 501, Tap("abcdefgh:3:=egov", NOW), callback="77")


NOTHING = [
    {"update_id": 9},
    {"update_id": 9, "edited_message": {"message_id": 3, "from": PERSON, "chat": CHAT, "text": "x"}},
    {"update_id": 9, "poll_answer": {"poll_id": "1"}},
    {"update_id": 9, "message": {"message_id": 3, "chat": CHAT, "text": "no sender"}},
    {"update_id": 9, "message": {"message_id": 3, "from": PERSON, "chat": {"id": -5, "type": "group"}, "text": "x"}},
    _tap(message={"message_id": 31, "chat": {"id": -5, "type": "supergroup"}, "date": NOW}),
    {"update_id": 9, "message": "a form nobody knows"},
    {"update_id": 9, "message": {"message_id": 3, "from": PERSON, "chat": CHAT, "text": 5}},
    {"update_id": 9, "callback_query": {"id": 5}},
    {"no": "id"},
    [1, 2],
    "words",
    None,
]


@pytest.mark.parametrize("update", NOTHING)
def test_read_skips_what_is_nothing_for_the_desk(update):
    assert _read(update) is None


def test_read_counts_the_ids_of_skipped_updates():
    updates = [_message(text="a"), {"update_id": 12, "poll": {}}, {"update_id": 11, "message": "?"}, 5]
    batch = read(json.dumps(updates).encode(), NOW)
    assert batch.last == 12
    assert [incoming.event for incoming in batch.incoming] == [Typed("a", NOW)]


def test_read_gives_nothing_for_nothing():
    assert read(b"[]", NOW) == Batch((), 0)


KEYS = [*ALLOWED, "update_id", "from", "chat", "id", "type", "text", "data", "message_id", "private"]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=5), inner, max_size=5),
    max_leaves=20,
)


@given(st.lists(JSON, max_size=4))
def test_read_never_raises_for_anything_in_a_list(updates):
    batch = read(json.dumps(updates).encode(), NOW)
    assert all(isinstance(incoming, Incoming) for incoming in batch.incoming)
