"""What Telegram refuses, and in which words."""

import pytest

from bot.message import TEXT_UNITS

NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"


def keys(rows=1, **button):
    return {"inline_keyboard": [[{"text": "key", **button}]] * rows}


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({}, "message text is empty"),
        ({"text": ""}, "message text is empty"),
        ({"text": " \n "}, "message text is empty"),
        ({"text": "я" * (TEXT_UNITS + 1)}, "message is too long"),
        ({"text": "🙂" * (TEXT_UNITS // 2 + 1)}, "message is too long"),
        ({"text": "hi", "parse_mode": "HTML"}, "unsupported parse_mode"),
        ({"text": "hi", "reply_markup": keys(callback_data="")}, "BUTTON_DATA_INVALID"),
        ({"text": "hi", "reply_markup": keys(callback_data="я" * 32 + "a")}, "BUTTON_DATA_INVALID"),
        (
            {"text": "hi", "reply_markup": keys()},
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (
            {"text": "hi", "reply_markup": keys(url="javascript:1")},
            "inline keyboard button URL 'javascript:1' is invalid: Unsupported URL protocol",
        ),
        ({"text": "hi", "reply_markup": keys(rows=101, callback_data="x")}, "reply markup is too long"),
    ],
)  # fmt: skip
async def test_message_that_breaks_a_limit_is_refused(refused, citizen, params, words):
    assert await refused("sendMessage", chat_id=citizen.id, **params) == (400, f"Bad Request: {words}")
    assert citizen.last is None


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("sendMessage", {"chat_id": {"id": 1}, "text": "hi"}),
        ("sendMessage", {"chat_id": 1, "text": 5}),
        ("sendMessage", {"chat_id": 1, "text": "hi", "reply_markup": "no json"}),
        ("sendMessage", {"chat_id": 1, "text": "hi", "reply_markup": []}),
        ("getUpdates", {"offset": "first"}),
        ("getUpdates", {"allowed_updates": "message"}),
        ("setMyCommands", {"commands": [{"command": "a"}]}),
        ("answerCallbackQuery", {}),
    ],
)
async def test_parameter_of_a_wrong_type_is_refused(refused, method, params):
    status, words = await refused(method, **params)

    assert status == 400
    assert words.startswith("Bad Request: ")


async def test_longest_text_and_longest_data_are_taken(call, citizen):
    text, data = "я" * TEXT_UNITS, "я" * 32

    sent = await call("sendMessage", chat_id=citizen.id, text=text, reply_markup=keys(callback_data=data))

    assert sent["text"] == text
    assert sent["reply_markup"]["inline_keyboard"][0][0]["callback_data"] == data


@pytest.mark.parametrize(("chat", "words"), [(17, "chat not found"), ("@nobody", "chat not found"), ("", "chat_id is empty")])
async def test_unknown_chat_is_refused(refused, chat, words):
    assert await refused("sendMessage", chat_id=chat, text="hi") == (400, f"Bad Request: {words}")


async def test_person_who_never_wrote_is_unknown_to_the_bot(world, refused):
    stranger = world.join()

    assert await refused("sendMessage", chat_id=stranger.user.id, text="hi") == (400, "Bad Request: chat not found")


async def test_person_who_blocked_the_bot_cannot_be_written_to_until_they_write_again(call, refused, citizen):
    citizen.block()
    assert await refused("sendMessage", chat_id=citizen.id, text="hi") == (403, "Forbidden: bot was blocked by the user")

    citizen.say("I am back")

    assert await call("sendMessage", chat_id=citizen.id, text="hi")


async def test_wrong_token_and_unknown_method_are_refused(ask):
    assert await ask("getMe", token="1:wrong") == (401, {"ok": False, "error_code": 401, "description": "Unauthorized"})
    status, answer = await ask("sendLove")
    assert (status, answer["description"]) == (404, "Not Found: method not found")


async def test_edit_that_changes_nothing_is_refused(call, refused, citizen):
    sent = await call("sendMessage", chat_id=citizen.id, text="one", reply_markup=keys(callback_data="x"))
    place = {"chat_id": citizen.id, "message_id": sent["message_id"]}

    same = await refused("editMessageText", **place, text=" one ", reply_markup=keys(callback_data="x"))
    assert same == (400, NOT_MODIFIED)
    assert await refused("editMessageReplyMarkup", **place, reply_markup=keys(callback_data="x")) == (400, NOT_MODIFIED)

    edited = await call("editMessageText", **place, text="one")
    assert "reply_markup" not in edited
    assert edited["edit_date"]


async def test_edit_of_a_message_that_cannot_be_edited_is_refused(call, refused, citizen):
    mine = citizen.messages[0].message_id

    cases = {
        "message to edit not found": {"message_id": 999_999, "text": "x"},
        "message can't be edited": {"message_id": mine, "text": "x"},
        "message identifier is not specified": {"text": "x"},
    }
    for words, params in cases.items():
        assert await refused("editMessageText", chat_id=citizen.id, **params) == (400, f"Bad Request: {words}")


async def test_answer_to_a_tap_comes_once_and_within_150_seconds(call, refused, citizen, clock):
    await call("sendMessage", chat_id=citizen.id, text="?", reply_markup=keys(callback_data="x"))
    quick, slow = citizen.tap("x"), citizen.tap("key")

    clock.pass_by(149)
    assert await call("answerCallbackQuery", callback_query_id=quick.id, text="Read this", show_alert=True) is True
    assert await refused("answerCallbackQuery", callback_query_id=quick.id) == (400, TOO_OLD)
    clock.pass_by(1)

    assert await refused("answerCallbackQuery", callback_query_id=slow.id) == (400, TOO_OLD)
    assert await refused("answerCallbackQuery", callback_query_id="nobody's") == (400, TOO_OLD)
    assert citizen.alerts == ("Read this",)


async def test_answer_to_a_tap_holds_200_characters(call, refused, citizen):
    await call("sendMessage", chat_id=citizen.id, text="?", reply_markup=keys(callback_data="x"))
    tap = citizen.tap("x")

    assert (await refused("answerCallbackQuery", callback_query_id=tap.id, text="я" * 201))[
        1
    ] == "Bad Request: MESSAGE_TOO_LONG"
    assert await call("answerCallbackQuery", callback_query_id=tap.id, text="я" * 200)
    assert await citizen.answered(tap) == "я" * 200
    assert citizen.alerts == ()


async def test_message_can_be_deleted_for_two_days(call, refused, citizen, clock):
    first = await call("sendMessage", chat_id=citizen.id, text="one")
    second = await call("sendMessage", chat_id=citizen.id, text="two")
    place = {"chat_id": citizen.id, "message_id": first["message_id"]}

    assert await call("deleteMessage", **place) is True
    assert (await refused("deleteMessage", **place))[1] == "Bad Request: message to delete not found"
    clock.pass_by(48 * 3600)

    assert (await refused("deleteMessage", chat_id=citizen.id, message_id=second["message_id"]))[0] == 400
    assert [message.text for message in citizen.heard] == ["two"]


@pytest.mark.parametrize(
    ("commands", "words"),
    [
        ([{"command": "Ұйым", "description": "x"}], "BOT_COMMAND_INVALID"),
        ([{"command": "a" * 33, "description": "x"}], "BOT_COMMAND_INVALID"),
        ([{"command": "a", "description": ""}], "BOT_COMMAND_DESCRIPTION_INVALID"),
        ([{"command": "a", "description": "x" * 257}], "BOT_COMMAND_DESCRIPTION_INVALID"),
        ([{"command": "a", "description": "x"}] * 101, "BOT_COMMANDS_TOO_MUCH"),
    ],
)
async def test_commands_that_break_a_limit_are_refused(refused, commands, words):
    assert await refused("setMyCommands", commands=commands) == (400, f"Bad Request: {words}")


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("setMyDescription", {"description": "x" * 513}),
        ("setMyShortDescription", {"short_description": "x" * 121}),
        ("setMyCommands", {"commands": [], "scope": {"type": "chat"}}),
        ("getFile", {"file_id": "nothing"}),
    ],
)
async def test_other_limits_are_held(refused, method, params):
    assert (await refused(method, **params))[0] == 400
