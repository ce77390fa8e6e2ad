"""The bot's own way to Telegram, against the sandbox."""

import pytest

from bot.errors import TransportError
from bot.message import Attachment, Button, Message
from bot.telegram.client import Client
from bot.telegram.gateway import TelegramGateway
from bot.telegram.menus import dress


@pytest.fixture
async def client(world, address):
    opened = Client(address, world.token)
    yield opened
    await opened.close()


async def test_menus_are_put_on_once(client, world, address):
    first = await dress(client, address, world.token)
    again = await dress(client, address, world.token)

    assert first > 0
    assert again == 0
    assert {command.command for command in world.profile.menu("kk")} >= {"start", "stop", "forget"}


async def test_message_with_keys_and_file_arrives(client, citizen):
    attachment = Attachment("Есеп қ.csv", b"a,b\n", "text/csv")

    sent = await TelegramGateway(client).send(citizen.id, Message("Есеп", ((Button("Иә", "yes"),),), attachment))

    assert citizen.last.message_id == sent
    assert (citizen.last.words, citizen.labels) == ("Есеп", ("Иә",))
    assert citizen.last.document.file_name == "Есеп қ.csv"


async def test_refusals_are_told_as_the_bot_knows_them(client, citizen):
    citizen.block()

    with pytest.raises(TransportError) as caught:
        await client.call("sendMessage", chat_id=citizen.id, text="hi")

    assert (caught.value.code, caught.value.unreachable) == (403, True)
