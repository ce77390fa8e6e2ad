import pytest
from telegram import constants

from bot import message
from bot.telegram import shape
from bot.telegram.menus import COMMANDS, SPEAKERS, commands, dress
from bot.telegram.updates import COMMANDS as UNDERSTOOD
from bot.texts import LANGUAGES, say


def test_limits_are_those_of_telegram():
    assert message.TEXT_UNITS == constants.MessageLimit.MAX_TEXT_LENGTH
    assert message.DATA_BYTES == constants.InlineKeyboardButtonLimit.MAX_CALLBACK_DATA
    assert message.ALERT_CHARS == constants.CallbackQueryLimit.ANSWER_CALLBACK_QUERY_TEXT_LENGTH
    assert shape.CAPTION_UNITS == constants.MessageLimit.CAPTION_LENGTH


@pytest.mark.parametrize("language", LANGUAGES)
def test_menus_fit_the_limits_of_telegram(language):
    assert len(say(language, "menu.description")) <= constants.BotDescriptionLimit.MAX_DESCRIPTION_LENGTH
    assert len(say(language, "menu.short")) <= constants.BotDescriptionLimit.MAX_SHORT_DESCRIPTION_LENGTH
    assert all(len(command.description) <= constants.BotCommandLimit.MAX_DESCRIPTION for command in commands(language))


def test_every_command_of_the_menu_is_understood():
    assert set(COMMANDS) == {"start", *UNDERSTOOD}


@pytest.mark.parametrize("language", LANGUAGES)
def test_help_describes_every_command_in_the_order_of_the_menu(language):
    lines = say(language, "chat.help").splitlines()

    assert [line.split()[0] for line in lines if line.startswith("/")] == [f"/{name}" for name in COMMANDS]
    assert COMMANDS.index("forget") == COMMANDS.index("mydata") + 1


async def test_dress_sets_everything_in_every_language(api, client, token):
    assert await dress(client, api.address, token) == 3 * len(SPEAKERS)
    codes = [params.get("language_code", "") for method, params in api.calls if method == "setMyCommands"]
    assert codes == ["", *LANGUAGES]
    russian = next(p for m, p in api.calls if m == "setMyDescription" and p.get("language_code") == "ru")
    assert russian["description"] == say("ru", "menu.description")


async def test_dress_leaves_what_is_so_already(api, client, token):
    for _, language in SPEAKERS:
        api.give("getMyCommands", [command.to_dict() for command in commands(language)])
        api.give("getMyDescription", {"description": say(language, "menu.description")})
        api.give("getMyShortDescription", {"short_description": say(language, "menu.short")})
    assert await dress(client, api.address, token) == 0
    assert not [method for method in api.methods() if method.startswith("set")]


async def test_dress_goes_on_after_a_failure_and_logs_no_token(api, client, token, caplog):
    caplog.set_level("DEBUG")
    api.refuse("getMyCommands", 401, "Unauthorized")
    api.refuse("setMyDescription", 429, "Too Many Requests: retry after 9000", retry_after=9000)
    assert await dress(client, api.address, token) == 3 * len(SPEAKERS) - 2
    assert "could not be set: InvalidToken" in caplog.text
    assert token not in "".join(record.getMessage() for record in caplog.records if record.name.startswith("bot."))
