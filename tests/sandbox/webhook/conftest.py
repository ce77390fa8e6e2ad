"""A bot with a webhook that a test holds in its hands, and pauses that only the clock of the test sees."""

import asyncio

import pytest
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route

from bot.sandbox.world import World
from tests.serving import serve

KEYS = {"inline_keyboard": [[{"text": "key", "callback_data": "x"}]]}
TAKEN = Response()
PATIENCE = 5


class Nap:
    """Sleeps without sleeping: the clock jumps, and `pauses` remembers how far."""

    def __init__(self, clock) -> None:
        self.clock = clock
        self.pauses = []

    async def __call__(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.clock.pass_by(int(seconds))
        await asyncio.sleep(0)


class Bot:
    """A webhook that answers with `answers` in turn, then with `usual`; `gate` holds up every answer while it is shut."""

    def __init__(self, bell) -> None:
        self.bell = bell
        self.got = []
        self.headers = []
        self.ports = []
        self.answers = []
        self.usual = TAKEN
        self.waiting = 0
        self.most = 0
        self.gate = asyncio.Event()
        self.gate.set()

    async def take(self, request):
        self.got.append(await request.json())
        self.headers.append(request.headers)
        self.ports.append(request.client.port)
        self.waiting += 1
        self.most = max(self.most, self.waiting)
        self.bell.ring()
        await self.gate.wait()
        self.waiting -= 1
        return self.answers.pop(0) if self.answers else self.usual

    @property
    def texts(self):
        """What came, in short."""
        return [update["message"]["text"] if "message" in update else "tap" for update in self.got]

    def app(self):
        return Starlette(routes=[Route("/telegram", self.take, methods=["POST"])])

    async def until(self, number):
        """Wait until so many updates came, and give them all."""
        await self.bell.until(lambda: len(self.got) >= number, PATIENCE)
        assert len(self.got) == number
        return self.got

    async def quiet(self, world):
        """Wait until nothing waits in the world."""
        await world.bell.until(lambda: not len(world.queue), PATIENCE)
        assert not len(world.queue)


@pytest.fixture
def nap(clock):
    return Nap(clock)


@pytest.fixture
def world(clock, nap):
    return World(clock, conflict_seconds=0, sleep=nap)


@pytest.fixture
async def bot(world):
    return Bot(world.bell)


@pytest.fixture
async def hook(bot, call, world):
    """The address of the webhook, which is set."""
    async with serve(bot.app()) as address:
        await call("setWebhook", url=f"{address}/telegram", secret_token="s3cret")
        yield f"{address}/telegram"
        bot.gate.set()
        world.hook(None)


@pytest.fixture
async def asked(hook, bot, call, citizen):
    """Somebody who has a button to press; nothing waits for the bot."""
    await call("sendMessage", chat_id=citizen.id, text="?", reply_markup=KEYS)
    await bot.quiet(citizen.world)
    return citizen
