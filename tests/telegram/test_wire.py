"""The wire against a real server on a real socket that answers what it is told."""

import asyncio
from contextlib import asynccontextmanager

import pytest

from bot.telegram.wire import Wire

KEPT = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ntrue"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\ntr\r\n2\r\nue\r\n0\r\n\r\n"
LAST = b"HTTP/1.1 429 Too Many\r\nConnection: close\r\nContent-Length: 4\r\n\r\ntrue"
BROKEN = b"HTTP/1.1 200 OK\r\nContent-Length: 40\r\n\r\ntrue"


class Server:
    """Gives these answers, one a request; `None` never answers. `requests` holds what came, by connection."""

    def __init__(self, *answers, closes=False):
        self.answers, self.closes = list(answers), closes
        self.requests = []
        self.tasks = []

    async def serve(self, reader, writer):
        self.tasks.append(asyncio.current_task())
        seen = []
        self.requests.append(seen)
        while head := await self._head(reader):
            length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
            seen.append(head + await reader.readexactly(length))
            answer = self.answers.pop(0)
            if answer is None:
                continue
            writer.write(answer)
            if self.closes:
                break
        writer.close()

    async def _head(self, reader):
        try:
            return await reader.readuntil(b"\r\n\r\n")
        except (asyncio.IncompleteReadError, ConnectionError):
            return b""


@asynccontextmanager
async def wired(server, most=4):
    listening = await asyncio.start_server(server.serve, "127.0.0.1", 0)
    address = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
    wire = Wire(address, most)
    try:
        yield wire, f"{address}/bot1:x/sendMessage"
    finally:
        wire.close()
        listening.close()
        await asyncio.gather(*server.tasks)
        await listening.wait_closed()


@pytest.mark.parametrize(("answer", "expected"), [(KEPT, 200), (CHUNKED, 200), (LAST, 429)])
async def test_answer_is_read_whole(answer, expected):
    server = Server(answer)
    async with wired(server) as (wire, address):
        status, body = await wire.post(address, b'{"text":"\xd1\x8f"}')

    assert (status, body) == (expected, b"true")
    assert server.requests[0][0].startswith(b"POST /bot1:x/sendMessage HTTP/1.1\r\nHost: 127.0.0.1:")
    assert server.requests[0][0].endswith(b'\r\n\r\n{"text":"\xd1\x8f"}')


async def test_connection_is_kept_and_used_again():
    server = Server(KEPT, KEPT, KEPT)
    async with wired(server) as (wire, address):
        for _ in range(3):
            await wire.post(address, b"{}")

    assert [len(requests) for requests in server.requests] == [3]


@pytest.mark.parametrize("answer", [LAST, KEPT])
async def test_closed_connection_is_not_used_again(answer):
    server = Server(answer, KEPT, closes=True)
    async with wired(server) as (wire, address):
        await wire.post(address, b"{}")
        await asyncio.sleep(0.05)
        await wire.post(address, b"{}")

    assert [len(requests) for requests in server.requests] == [1, 1]


@pytest.mark.parametrize("answer", [BROKEN, b"SSH-2.0 hello\r\n"])
async def test_answer_that_breaks_off_is_an_error(answer):
    async with wired(Server(answer, closes=True)) as (wire, address):
        with pytest.raises(OSError, match=r"closed|no HTTP"):
            await wire.post(address, b"{}")


async def test_answer_that_came_too_late_is_nobody_elses():
    server = Server(None, KEPT)
    async with wired(server) as (wire, address):
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await wire.post(address, b'{"first":1}')
        answer = await wire.post(address, b'{"second":2}')

    assert answer == (200, b"true")
    assert len(server.requests) == 2


async def test_no_more_connections_than_allowed():
    server = Server(*[KEPT] * 40)
    async with wired(server, most=3) as (wire, address):
        answers = await asyncio.gather(*(wire.post(address, b"{}") for _ in range(40)))

    assert answers == [(200, b"true")] * 40
    assert len(server.requests) <= 3
