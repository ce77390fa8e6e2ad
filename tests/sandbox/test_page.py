"""The chat page without a browser: who may do what, and what is sent."""

import json
import re

import pytest

from bot.sandbox.page.guests import spoken
from bot.sandbox.server import build
from tests.serving import serve


@pytest.fixture
def post(session, address):
    async def posted(path, body, **headers):
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        async with session.post(f"{address}{path}", data=content, headers={"Origin": address, **headers}) as response:
            return response.status, await response.text()

    return posted


@pytest.fixture
def join(post):
    """Open a phone; gives its key."""

    async def joined(**opening):
        status, html = await post("/chat", {"language": "kk", **opening})
        assert status == 200
        return re.search(r'data-chat="([^"]+)"', html)[1]

    return joined


@pytest.mark.parametrize("origin", ["http://evil.example", "null", ""])
async def test_post_from_another_page_is_refused(post, world, origin):
    status, _ = await post("/chat", {"language": "kk"}, Origin=origin)

    assert status == 403
    assert not world.rooms


async def test_page_carries_headers_that_keep_others_out(session, address):
    async with session.get(address) as response:
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]
        assert "unsafe" not in response.headers["Content-Security-Policy"]
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["X-Frame-Options"] == "DENY"
        html = await response.text()

    assert not re.findall(r"(?:src|href)=\"(?!/)", html)


async def test_unknown_phone_and_bad_requests_are_refused(post, join, session, address):
    key = await join()

    assert (await post("/chat/nobody/act", {"kind": "write", "text": "x"}))[0] == 404
    assert (await post("/chat", {"language": "kk", "key": "nobody"}))[0] == 404
    for body in (b"{", {"kind": "shout"}, {"kind": "write", "text": " "}, {"kind": "press", "message": 1, "data": "x"}):
        assert (await post(f"/chat/{key}/act", body))[0] == 400
    assert (await post("/chat", b"[]"))[0] == 400
    assert (await post(f"/chat/{key}/act", b"x" * 70_000))[0] == 413
    for path in (f"/chat/{key}/file/documents-1", f"/chat/{key}/picture/photos-1", "/static/page.py", "/static/../server.py"):
        async with session.get(f"{address}{path}") as response:
            assert response.status == 404


async def test_file_of_one_chat_is_not_given_to_another(world, join, session, address):
    mine, other = await join(), await join()
    room, stranger = world.rooms.values()
    for one in (room, stranger):
        world.say(one, "/start")
    stored = world.files.keep(_upload(), "documents")
    world.post(room, document=stored.document())

    async with session.get(f"{address}/chat/{mine}/file/{stored.id}") as response:
        assert (response.status, response.content_type) == (200, "application/octet-stream")
        assert response.headers["Content-Disposition"].startswith("attachment;")
    async with session.get(f"{address}/chat/{other}/file/{stored.id}") as response:
        assert response.status == 404


def _upload():
    from bot.sandbox.files import Upload

    return Upload("page.html", b"<script>1</script>", "text/html")


async def test_news_come_in_order_and_only_once(world, join, session, address):
    key = await join(start="site1")
    (room,) = world.rooms.values()
    world.say(room, "/start site1")
    first = world.post(room, text="one")
    world.edit(room, first, text="<b>two</b>")

    events = await _events(session, f"{address}/chat/news?chat={key}&chat=nobody&after=0", 4)
    version = events[2]["id"]
    world.delete(room, first.message_id)
    later = await _events(session, f"{address}/chat/news?chat={key}", 1, {"Last-Event-ID": version})

    assert [event["event"] for event in events] == ["gone", "bubble", "bubble", "menu"]
    assert "&lt;b&gt;two&lt;/b&gt;" in events[2]["data"]["html"]
    assert [(event["event"], event["data"]["html"]) for event in later] == [("bubble", "")]
    assert int(later[0]["id"]) > int(version)


async def _events(session, address, number, headers=None):
    found = []
    async with session.get(address, headers=headers) as response:
        assert response.content_type == "text/event-stream"
        while len(found) < number:
            block = (await response.content.readuntil(b"\n\n")).decode()
            if not block.startswith(":"):
                event = dict(line.split(": ", 1) for line in block.strip().splitlines())
                found.append({**event, "data": json.loads(event["data"])})
    return found


async def test_press_that_nobody_answers_says_so(world, join, post, monkeypatch):
    monkeypatch.setattr("bot.sandbox.page.routes.ANSWER_SECONDS", 0.01)
    key = await join()
    (room,) = world.rooms.values()
    world.say(room, "/start")
    sent = world.post(room, text="?")

    status, answer = await post(f"/chat/{key}/act", {"kind": "press", "message": sent.message_id, "data": "x"})

    assert status == 200
    assert json.loads(answer) == {"text": "Бот жауап бермеді. Қайта басып көріңіз.", "alert": False}


@pytest.mark.parametrize(
    ("start", "said"), [("i_Ab-9", "/start i_Ab-9"), ("", "/start"), ("a b", "/start"), ("x" * 65, "/start")]
)
async def test_start_button_carries_what_telegram_would_carry(post, start, said):
    _, html = await post("/chat", {"language": "en", "start": start})

    assert f'class="begin" data-write="{said}"' in html


@pytest.mark.parametrize(
    ("wanted", "accepted", "language"),
    [
        ("ru", "kk", "ru"),
        ("", "ru-KZ,ru;q=0.9,kk;q=0.8", "ru"),
        ("", "de-DE,en;q=0.5", "en"),
        ("xx", "", "kk"),
        ("", "fr", "kk"),
    ],
)
def test_language_of_the_page_is_chosen_by_link_then_by_browser(wanted, accepted, language):
    assert spoken(wanted, accepted) == language


async def test_server_without_a_page_is_the_bot_api_only(world, session):
    async with serve(build(world, page=False)) as address:
        async with session.get(address) as response:
            assert response.status == 404
            assert (await response.json())["ok"] is False
        async with session.get(f"{address}/bot{world.token}/getMe") as response:
            assert (await response.json())["result"]["username"] == "nege_demo_bot"


@pytest.mark.parametrize(("host", "status"), [("127.0.0.1:1", 200), ("localhost", 200), ("[::1]:80", 200), ("evil.com", 403)])
async def test_page_answers_only_to_this_machines_own_names(session, address, host, status):
    async with session.get(address, headers={"Host": host}) as response:
        assert response.status == status
