"""Updates to the bot's webhook, as Telegram sends them: one of a queue at a time, again until they are taken or too old."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import msgspec

from bot.sandbox.bell import Bell
from bot.sandbox.body import fields
from bot.sandbox.objects import Update
from bot.sandbox.pending import Pending, Queue
from bot.sandbox.refusal import RefusedError

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
ANSWER_SECONDS = 60.0
"""How long Telegram waits for the answer of a webhook."""

LONGEST_PAUSE = 60
"""A pause between two attempts grows up to a chance value between this and twice this."""

LONGEST_RETRY_AFTER = 3600
GONE_SECONDS = 23 * 3600
"""A webhook that answers 410 for so long is removed."""

NOT_IN_AN_ANSWER = frozenset({"setwebhook", "deletewebhook", "close", "logout"})
WATCH_SECONDS = 3600.0

Perform = Callable[[str, dict[str, Any]], Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Hook:
    """What setWebhook said. `connections`: how many updates may be on their way at once."""

    url: str
    secret: str = ""
    connections: int = 40


@dataclass(frozen=True, slots=True)
class Pace:
    """How the time between attempts passes: each pause is multiplied by `scale` and handed to `sleep`."""

    sleep: Callable[[float], Awaitable[Any]] = asyncio.sleep
    scale: float = 1.0
    answer_seconds: float = ANSWER_SECONDS


@dataclass(frozen=True, slots=True)
class Failed:
    """Why an attempt failed; `code` is 0 where there was no answer."""

    why: str
    code: int = 0
    retry_after: int = 0


@dataclass(slots=True)
class Patience:
    """The pauses after each failed attempt of one update: 0, then 2, 4, 8 … 60–120 seconds, or what Retry-After says."""

    chance: random.Random
    failures: int = 0
    pause: int = 1

    def after(self, retry_after: int = 0) -> int:
        """Seconds before the next attempt."""
        self.failures += 1
        if retry_after or self.failures == 1:
            return min(retry_after, LONGEST_RETRY_AFTER)
        self.pause = min(self.chance.randint(LONGEST_PAUSE, 2 * LONGEST_PAUSE), self.pause * 2)
        return self.pause


@dataclass(slots=True)
class Delivery:
    """Sends what waits in `queue` to `hook` until `stop`. `perform` runs a method that an answer names.

    As at Telegram only the first 2 × `connections` that wait are looked at: a queue that is stuck for long can hold up
    everybody. `ended`: stopped, or removed because of 410.
    """

    hook: Hook
    queue: Queue
    bell: Bell
    perform: Perform
    pace: Pace = Pace()
    ended: bool = False
    failed_at: int = 0
    failed: str = ""
    _busy: set[int] = field(default_factory=set)
    _gone_since: int = 0
    _chance: random.Random = field(default_factory=random.Random)
    _task: "asyncio.Task[None] | None" = None

    def start(self) -> None:
        """Begin; needs a running loop."""
        self._task = asyncio.create_task(self._serve())

    def stop(self) -> None:
        """Break off what is on its way; it waits on, and comes again to whoever asks."""
        self.ended = True
        if self._task is not None:
            self._task.cancel()

    async def _serve(self) -> None:
        connector = aiohttp.TCPConnector(limit=self.hook.connections, keepalive_timeout=ANSWER_SECONDS)
        async with aiohttp.ClientSession(connector=connector, skip_auto_headers=("User-Agent", "Accept")) as session:
            free = asyncio.Semaphore(self.hook.connections)
            async with asyncio.TaskGroup() as group:
                while not self.ended:
                    for pending in self._ready():
                        self._busy.add(pending.update.queue)
                        group.create_task(self._deliver(session, free, pending))
                    await self.bell.until(lambda: self.ended or bool(self._ready()), WATCH_SECONDS)

    def _ready(self) -> list[Pending]:
        """The head of every queue of which nothing is on its way."""
        heads: dict[int, Pending] = {}
        for pending in self.queue.first(2 * self.hook.connections):
            heads.setdefault(pending.update.queue, pending)
        return [pending for number, pending in heads.items() if number not in self._busy]

    async def _deliver(self, session: aiohttp.ClientSession, free: asyncio.Semaphore, pending: Pending) -> None:
        patience = Patience(self._chance)
        while not self.ended:
            async with free:
                failed = await self._post(session, pending.update)
            if failed is None:
                break
            self._remember(failed)
            pause = patience.after(failed.retry_after) * self.pace.scale
            if self.queue.clock() + pause > pending.expires:
                break
            if pause:
                await self.pace.sleep(pause)
        if not self.ended:
            self.queue.forget(pending.update.update_id)
        self._busy.discard(pending.update.queue)
        self.bell.ring()

    async def _post(self, session: aiohttp.ClientSession, update: Update) -> Failed | None:
        """One attempt; None if the update was taken."""
        headers = {"Content-Type": "application/json", "Accept-Encoding": "gzip, deflate"}
        if self.hook.secret:
            headers[SECRET_HEADER] = self.hook.secret
        timeout = aiohttp.ClientTimeout(total=self.pace.answer_seconds)
        body = msgspec.json.encode(update)
        try:
            request = session.post(self.hook.url, data=body, headers=headers, timeout=timeout, allow_redirects=False)
            async with request as response:
                answer = await response.read()
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            return Failed(_words(error))
        if not 200 <= response.status <= 299:
            why = f"Wrong response from the webhook: {response.status} {response.reason}"
            return Failed(why, response.status, _seconds(response.headers.get("Retry-After", "")))
        self._gone_since = 0
        await self._run(response.headers.get("Content-Type", ""), answer)
        return None

    async def _run(self, content_type: str, answer: bytes) -> None:
        """Run the method that the answer names, if it may; nobody is told how that went."""
        try:
            given = fields(content_type, answer)
            method = str(given.pop("method", ""))
            if method and method.lower() not in NOT_IN_AN_ANSWER and not method.lower().startswith("get"):
                await self.perform(method, given)
        except RefusedError:
            return

    def _remember(self, failed: Failed) -> None:
        now = self.queue.clock()
        self.failed_at, self.failed = now, failed.why
        if failed.code != 410:
            self._gone_since = 0
        elif not self._gone_since:
            self._gone_since = now
        elif now > self._gone_since + GONE_SECONDS:
            self.stop()
        self.bell.ring()


def _words(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "Read timeout expired"
    return "Connection refused" if isinstance(error, aiohttp.ClientConnectorError) else "Connection closed"


def _seconds(header: str) -> int:
    return min(int(header), LONGEST_RETRY_AFTER) if header.isdecimal() else 0
