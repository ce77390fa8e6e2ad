import pytest

from bot.errors import TransportError
from bot.message import Attachment
from bot.telegram.client import Client


async def test_call_gives_the_result(api, client):
    api.give("getMe", {"id": 42, "username": "trial_bot"})
    assert await client.call("getMe") == {"id": 42, "username": "trial_bot"}


async def test_call_sends_parameters_as_json(api, client):
    await client.call("sendMessage", chat_id=7, text="Неге?", reply_markup={"inline_keyboard": []})
    assert api.calls == [("sendMessage", {"chat_id": 7, "text": "Неге?", "reply_markup": {"inline_keyboard": []}})]


async def test_call_sends_a_file_as_multipart(api, client):
    await client.call("sendPhoto", chat_id=7, photo=Attachment("a.png", b"\x89PNG", "image/png"), reply_markup={"a": [1]})
    (_, params), *_ = api.calls
    assert params["photo"] == ("a.png", "image/png", b"\x89PNG")
    assert (params["chat_id"], params["reply_markup"]) == ("7", '{"a":[1]}')


SAME = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)
HARMLESS = [
    ("editMessageText", SAME),
    ("answerCallbackQuery", "Bad Request: query is too old and response timeout expired or query ID is invalid"),
]


@pytest.mark.parametrize(("method", "description"), HARMLESS)
async def test_refusals_that_change_nothing_are_success(api, client, method, description):
    api.refuse(method, 400, description)
    assert await client.call(method) is True


#   code  description                                      what it says: permanent, unreachable, retry_after
REFUSED = [
    (400, "Bad Request: message text is empty", (True, False, 0)),
    (400, "Bad Request: chat not found", (True, True, 0)),
    (403, "Forbidden: bot was blocked by the user", (True, True, 0)),
    (403, "Forbidden: user is deactivated", (True, True, 0)),
    (401, "Unauthorized", (False, False, 0)),
    (404, "Not Found", (False, False, 0)),
    (409, "Conflict: terminated by other getUpdates request", (False, False, 0)),
    (429, "Too Many Requests: retry after 9", (False, False, 9)),
    (500, "Internal Server Error", (False, False, 0)),
]


@pytest.mark.parametrize(("code", "description", "says"), REFUSED)
async def test_a_refusal_says_what_it_means(api, client, code, description, says):
    api.refuse("sendMessage", code, description, **({"retry_after": says[2]} if says[2] else {}))
    with pytest.raises(TransportError, match=f"sendMessage: {code}") as caught:
        await client.call("sendMessage", chat_id=1, text="x")
    error = caught.value
    assert (error.permanent, error.unreachable, error.retry_after) == says
    assert error.code == code


async def test_a_refusal_never_repeats_an_id(api, client):
    api.refuse("sendMessage", 400, "Bad Request: user 5512345678 is a bot")
    with pytest.raises(TransportError) as caught:
        await client.call("sendMessage")
    assert "5512345678" not in str(caught.value)


def _everything(error):
    return f"{error!r} {error} {error.__cause__!r} {error.args} {error.__suppress_context__}"


async def test_no_answer_is_a_transport_error_without_the_token(token):
    client = Client("http://127.0.0.1:1", token)
    with pytest.raises(TransportError) as caught:
        await client.call("getMe")
    await client.close()
    assert token not in _everything(caught.value)
    assert caught.value.__suppress_context__
    assert not caught.value.permanent


async def test_a_slow_answer_is_a_transport_error(api, client):
    import asyncio

    api.held["getMe"] = asyncio.Event()
    with pytest.raises(TransportError, match="getMe: no answer"):
        await client.call("getMe", wait=0.1)


async def test_an_answer_that_is_no_bot_api_is_explained(serve_words, token):
    client = Client(await serve_words("<html>proxy login</html>"), token)
    with pytest.raises(TransportError, match="not an answer of a Bot API server"):
        await client.call("getMe")
    await client.close()


@pytest.fixture
async def serve_words():
    from aiohttp import web

    runners = []

    async def start(words):
        async def answer(_):
            return web.Response(text=words)

        app = web.Application()
        app.router.add_route("*", "/{path:.*}", answer)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        runners.append(runner)
        return f"http://127.0.0.1:{runner.addresses[0][1]}"

    yield start
    for runner in runners:
        await runner.cleanup()


def test_client_does_not_show_its_token(token):
    client = Client("http://127.0.0.1:1", token)
    assert token not in repr(client) + str(client)
