"""A world whose time moves only when a test moves it, and the Bot API of it over real HTTP."""

from collections.abc import AsyncIterator

import aiohttp
import pytest

from bot.sandbox.citizen import Citizen
from bot.sandbox.server import build
from bot.sandbox.world import World
from tests.serving import serve


class Clock:
    """Seconds since 1970; stands still until `pass_by`."""

    def __init__(self) -> None:
        self.seconds = 1_795_000_000

    def __call__(self) -> int:
        return self.seconds

    def pass_by(self, seconds: int) -> None:
        self.seconds += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def world(clock) -> World:
    return World(clock, conflict_seconds=0)


@pytest.fixture
async def address(world) -> AsyncIterator[str]:
    async with serve(build(world)) as found:
        yield found


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as opened:
        yield opened


@pytest.fixture
def ask(world, address, session):
    """Call it with a method and its parameters: status and answer of a call with a JSON body."""

    async def asked(method: str, token: str = world.token, **params):
        async with session.post(f"{address}/bot{token}/{method}", json=params) as response:
            return response.status, await response.json()

    return asked


@pytest.fixture
def call(ask):
    """The result of a call that must succeed."""

    async def called(method: str, **params):
        status, answer = await ask(method, **params)
        assert (status, answer["ok"]) == (200, True), answer
        return answer["result"]

    return called


@pytest.fixture
def refused(ask):
    """Code and words of a call that must be refused."""

    async def asked(method: str, **params):
        status, answer = await ask(method, **params)
        assert answer["ok"] is False
        assert answer["error_code"] == status
        return status, answer["description"]

    return asked


@pytest.fixture
def citizen(world) -> Citizen:
    """Somebody who has written to the bot."""
    person = Citizen(world, "Aigul", "kk")
    person.start()
    return person
