"""A webhook may name one method in its answer."""

import pytest
from starlette.responses import Response

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
PARTS = {"Content-Type": "multipart/form-data; boundary=b"}


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        ('{"method":"sendMessage","chat_id":CHAT,"text":"hi"}', {"Content-Type": "application/json"}),
        ("method=sendmessage&chat_id=CHAT&text=hi", FORM),
        (
            "".join(
                f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
                for name, value in (("method", "sendMessage"), ("chat_id", "CHAT"), ("text", "hi"))
            )
            + "--b--\r\n",
            PARTS,
        ),
    ],
)
async def test_method_in_the_answer_is_run(hook, bot, citizen, world, body, headers):
    bot.answers = [Response(body.replace("CHAT", str(citizen.id)), headers=headers)]

    await bot.quiet(world)

    assert [message.text for message in citizen.heard] == ["hi"]


@pytest.mark.parametrize(
    "body",
    [
        '{"method":"deleteWebhook"}',
        '{"method":"setWebhook","url":""}',
        '{"method":"getUpdates","offset":-1}',
        '{"method":"logOut"}',
        '{"method":"sendMessage","chat_id":1,"text":"nobody"}',
        '{"method":"sendLove"}',
        '{"method":5}',
        "{",
        "[]",
    ],
)
async def test_what_may_not_stand_in_the_answer_is_passed_over(hook, bot, citizen, world, body):
    bot.answers = [Response(body, media_type="application/json")]

    await bot.quiet(world)

    assert len(bot.got) == 1
    assert world.webhook.hook.url == hook


async def test_method_in_an_answer_that_takes_nothing_is_not_run(hook, bot, citizen, world):
    body = f'{{"method":"sendMessage","chat_id":{citizen.id},"text":"hi"}}'
    bot.answers = [Response(body, 500, media_type="application/json")]

    await bot.quiet(world)

    assert citizen.heard == ()
