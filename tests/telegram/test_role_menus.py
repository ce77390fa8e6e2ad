from typing import get_args

import pytest

from bot.store.roles import Kind
from bot.telegram.menus import COMMANDS
from bot.telegram.role_menus import OWN, dress_role
from bot.telegram.updates import OURS
from bot.texts import LANGUAGES, say


@pytest.mark.parametrize("language", LANGUAGES)
async def test_an_official_sees_what_everybody_sees_and_the_weekly_message(api, client, language):
    assert await dress_role(client, "official", language, 71)

    ((method, params),) = api.calls
    assert (method, params["scope"]) == ("setMyCommands", {"type": "chat", "chat_id": 71})
    assert [command["command"] for command in params["commands"]] == ["digest", *COMMANDS]
    assert params["commands"][0]["description"] == say(language, "menu.digest")


async def test_a_role_without_commands_of_its_own_is_left_alone(api, client):
    assert not await dress_role(client, "administrator", "kk", 71)
    assert api.calls == []


async def test_a_refusal_is_logged_without_the_chat(api, client, caplog):
    caplog.set_level("INFO")
    api.refuse("setMyCommands", 400, "Bad Request: chat not found")

    assert not await dress_role(client, "official", "kk", 7171)
    assert "the commands of an official could not be set" in caplog.text
    assert "7171" not in caplog.text


def test_every_command_that_no_interview_knows_stands_in_somebody_s_menu():
    assert {name for names in OWN.values() for name in names} == OURS
    assert set(OWN) == set(get_args(Kind))
