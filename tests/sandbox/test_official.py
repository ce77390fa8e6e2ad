"""What the sandbox takes and gives, held against the machine-readable Bot API, where its file stands beside the checkout."""

import json
from pathlib import Path

import aiohttp
import msgspec
import pytest

from bot.sandbox.methods import METHODS
from bot.sandbox.objects import BotCommand, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions

ROOT = Path(__file__).resolve().parents[2]
OFFICIAL = ROOT.parent / "shared" / "botapi" / "api.json"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x02\x58\x00\x00\x01\x2c\x08\x02\x00\x00\x00"
KEYS = {"inline_keyboard": [[{"text": "key", "callback_data": "x"}, {"text": "go", "url": "https://egov.kz"}]]}
FILES = {"sendPhoto": ("photo", PNG), "sendDocument": ("document", b"a,b")}
PLAIN = {"String": str, "Integer": int, "Boolean": bool, "Float": float, "True": bool}


@pytest.fixture(scope="module")
def official():
    if not OFFICIAL.exists():
        pytest.skip("the machine-readable Bot API does not stand beside this checkout")
    return json.loads(OFFICIAL.read_text("utf-8"))


def fields(official, kind):
    return {field["name"]: field for field in official["types"][kind].get("fields", [])}


def wrong(official, value, kinds, place):
    """Everything in a value that the official types do not allow."""
    for kind in kinds:
        if kind in PLAIN and type(value) is PLAIN[kind]:
            return []
    listed = next((kind.removeprefix("Array of ") for kind in kinds if kind.startswith("Array of ")), None)
    if listed and isinstance(value, list):
        return [fault for number, item in enumerate(value) for fault in wrong(official, item, [listed], f"{place}[{number}]")]
    kind = next((kind for kind in kinds if kind in official["types"]), None)
    if kind is None or not isinstance(value, dict):
        return [f"{place}: {value!r} is none of {kinds}"]
    known = fields(official, "Message" if kind == "MaybeInaccessibleMessage" else kind)
    faults = [f"{place}.{name}: unknown" for name in value.keys() - known.keys()]
    faults += [f"{place}.{name}: missing" for name, field in known.items() if field["required"] and name not in value]
    return faults + [
        fault
        for name in value.keys() & known.keys()
        for fault in wrong(official, value[name], known[name]["types"], f"{place}.{name}")
    ]


@pytest.mark.parametrize("name", METHODS)
def test_method_and_its_parameters_exist(official, name):
    known = {field["name"]: field for field in official["methods"][name].get("fields", [])}
    ours = {field.encode_name: field for field in msgspec.structs.fields(METHODS[name].params)}

    assert not ours.keys() - known.keys()
    assert {key for key, field in known.items() if field["required"]} == {key for key, field in ours.items() if field.required}


@pytest.mark.parametrize("kind", [InlineKeyboardMarkup, InlineKeyboardButton, LinkPreviewOptions, BotCommand])
def test_objects_that_are_taken_have_the_official_fields(official, kind):
    known = fields(official, kind.__name__)
    ours = {field.encode_name: field for field in msgspec.structs.fields(kind)}

    assert not ours.keys() - known.keys()
    assert {key for key, field in known.items() if field["required"]} == {key for key, field in ours.items() if field.required}


def good_calls(citizen, sent, tap, file_id):
    place = {"chat_id": citizen.id, "message_id": sent}
    return {
        "getMe": {},
        "getUpdates": {"offset": 0, "limit": 100, "timeout": 0, "allowed_updates": []},
        "sendMessage": {
            "chat_id": citizen.id,
            "text": "see https://egov.kz",
            "reply_markup": KEYS,
            "link_preview_options": {"is_disabled": True},
            "disable_notification": True,
        },
        "editMessageText": {**place, "text": "changed /help", "reply_markup": KEYS},
        "editMessageReplyMarkup": {**place, "reply_markup": {"inline_keyboard": []}},
        "deleteMessage": place,
        "answerCallbackQuery": {"callback_query_id": tap, "text": "hi", "show_alert": True, "cache_time": 0},
        "sendPhoto": {"chat_id": citizen.id, "caption": "a chart https://egov.kz"},
        "sendDocument": {"chat_id": citizen.id, "caption": "a table"},
        "getFile": {"file_id": file_id},
        "setMyCommands": {"commands": [{"command": "help", "description": "Help"}], "scope": {"type": "default"}},
        "getMyCommands": {},
        "setMyDescription": {"description": "three minutes"},
        "getMyDescription": {},
        "setMyShortDescription": {"short_description": "short"},
        "getMyShortDescription": {"language_code": ""},
        "setWebhook": {
            "url": "http://127.0.0.1:9/telegram",
            "max_connections": 1,
            "allowed_updates": ["message", "callback_query"],
            "drop_pending_updates": True,
            "secret_token": "a-secret",
        },
        "getWebhookInfo": {},
        "deleteWebhook": {"drop_pending_updates": False},
    }  # fmt: skip


async def test_answers_of_every_method_have_the_official_shape(official, world, address, session, call, citizen):
    citizen.voice()
    citizen.say("hello")
    sent = await call("sendMessage", chat_id=citizen.id, text="?", reply_markup=KEYS)
    calls = good_calls(citizen, sent["message_id"], citizen.tap("key").id, citizen.messages[1].voice.file_id)
    assert calls.keys() == METHODS.keys()

    for name, params in calls.items():
        result = await _result(session, f"{address}/bot{world.token}/{name}", name, params)
        assert wrong(official, result, official["methods"][name]["returns"], name) == []


async def _result(session, address, name, params):
    """The result of one call; a file goes as multipart."""
    data = aiohttp.FormData({key: str(value) for key, value in params.items()})
    if name in FILES:
        field, content = FILES[name]
        data.add_field(field, content, filename="a.png", content_type="image/png")
    async with session.post(address, **({"data": data} if name in FILES else {"json": params})) as response:
        answer = await response.json()
    assert answer.keys() == {"ok", "result"}, answer
    return answer["result"]


def test_comparison_finds_what_is_unknown_missing_and_of_a_wrong_type(official):
    user = {"id": "1", "is_bot": False, "nick": "x"}

    assert set(wrong(official, user, ["User"], "user")) == {
        "user.nick: unknown",
        "user.first_name: missing",
        "user.id: '1' is none of ['Integer']",
    }
