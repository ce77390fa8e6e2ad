"""Replies out, after the commit: in order within a chat, chats beside each other, never paced.

Nothing here loses an answer: what could not be shown stays unmarked, and the sweep shows it again.
"""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any, assert_never

import msgspec

from bot.errors import TransportError, traced
from bot.interview.effects import (
    Alert,
    Ask,
    Bare,
    Disclose,
    Effect,
    Finish,
    Forget,
    Keep,
    Quiet,
    Redraw,
    Remember,
    Say,
    Settle,
)
from bot.message import Message
from bot.telegram.client import Client
from bot.telegram.patience import again
from bot.telegram.shape import Call, answering, baring, editing, sending
from bot.usecases.exchange import Reply, Shown

log = logging.getLogger(__name__)

Mark = Callable[[Shown], None]
Gone = Callable[[int], None]
Sleep = Callable[[float], Awaitable[Any]]


class _Sent(msgspec.Struct):
    message_id: int = 0


_sent = msgspec.json.Decoder(_Sent)


class Replies:
    """The way out. `mark` hears what stands in a chat now, `gone` the interview whose person cannot be written to."""

    def __init__(self, client: Client, mark: Mark, gone: Gone, sleep: Sleep = asyncio.sleep) -> None:
        self._client = client
        self._mark = mark
        self._gone = gone
        self._sleep = sleep
        self._waiting: dict[int, deque[Reply]] = {}
        self._showing: dict[int, tuple[float, set[int]]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def put(self, reply: Reply) -> None:
        """Perform this reply after those of the same chat that wait already."""
        if not reply.effects and not reply.callback:
            return
        _, interviews = self._showing.setdefault(reply.chat, (time.monotonic(), set()))
        interviews.add(reply.interview)
        if reply.chat in self._waiting:
            self._waiting[reply.chat].append(reply)
            return
        self._waiting[reply.chat] = deque([reply])
        task = asyncio.create_task(self._serve(reply.chat))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def busy(self, chat: int) -> bool:
        """Are replies to this chat under way? Then nothing has to be shown again yet."""
        return chat in self._waiting

    def slow(self, seconds: float) -> set[int]:
        """The interviews of chats that have been written to for at least so long without a pause."""
        begun = time.monotonic() - seconds
        return {each for since, interviews in self._showing.values() if since <= begun for each in interviews} - {0}

    async def finish(self, seconds: float) -> None:
        """Wait for what is under way; what takes longer is left to the sweep of the next start."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=seconds)
        for task in self._tasks:
            task.cancel()

    async def _serve(self, chat: int) -> None:
        waiting = self._waiting[chat]
        try:
            while waiting:
                await self._one(waiting.popleft())
        finally:
            del self._waiting[chat], self._showing[chat]

    async def _one(self, reply: Reply) -> None:
        try:
            message = await self._perform(reply)
        except TransportError as error:
            log.info("a chat cannot be written to: %s", error)
            if reply.interview:
                self._gone(reply.interview)
            return
        except Exception as error:  # noqa: BLE001 - one reply must not end those that wait behind it
            log.error("a reply failed: %s", traced(error))  # noqa: TRY400 - its words could hold an answer
            return
        if message and reply.interview:
            self._mark(Shown(reply.interview, reply.turn, message))

    async def _perform(self, reply: Reply) -> int:
        """The id of the message that stands for this turn now, 0 if none; raises TransportError if the person is gone."""
        notice = any(isinstance(effect, Alert) for effect in reply.effects)
        if notice or not reply.callback:
            return await self._effects(reply)
        # A tap without a notice only has its spinner ended: the question need not wait for that.
        _, message = await asyncio.gather(self._call(answering(reply.callback)), self._effects(reply))
        return message

    async def _effects(self, reply: Reply) -> int:
        callback, sent = reply.callback, []
        for effect in reply.effects:
            sent.append((effect, await self._effect(reply, effect, callback)))
            callback = "" if isinstance(effect, Alert) else callback
        return standing(sent, aside=reply.aside)

    async def _effect(self, reply: Reply, effect: Effect, callback: str) -> int:
        match effect:
            case Alert(text):
                return await self._alert(reply.chat, text, callback)
            case Settle(message):
                if reply.shown:
                    await self._call(editing(reply.chat, reply.shown, message), dear=False)
                return 0
            case Bare():
                if reply.tapped:
                    await self._call(baring(reply.chat, reply.tapped), dear=False)
                return 0
            case Redraw(message):
                return await self._redraw(reply, message)
            case Ask(message) | Say(message):
                return await self._send(reply.chat, message)
            case Keep() | Finish() | Forget() | Quiet() | Disclose() | Remember():
                return 0
            case _:
                assert_never(effect)

    async def _alert(self, chat: int, text: str, callback: str) -> int:
        if callback:
            await self._call(answering(callback, text))
            return 0
        await self._send(chat, Message(text))
        return 0

    async def _redraw(self, reply: Reply, message: Message) -> int:
        if not reply.shown:
            return await self._send(reply.chat, message)
        try:
            await self._attempt(editing(reply.chat, reply.shown, message), dear=True)
        except TransportError as error:
            # The message was deleted or is too old to be edited: the question comes as a new one.
            return await self._send(reply.chat, message) if _uneditable(error) else self._failed(error)
        return reply.shown

    async def _send(self, chat: int, message: Message) -> int:
        sent = b""
        for call in sending(chat, message):
            sent = await self._call(call)
        return _sent.decode(sent).message_id if sent.startswith(b"{") else 0

    async def _call(self, call: Call, *, dear: bool = True) -> bytes:
        """The result, empty if the call failed and was given up; raises TransportError only if the person is gone."""
        try:
            return await self._attempt(call, dear=dear)
        except TransportError as error:
            self._failed(error)
            return b""

    async def _attempt(self, call: Call, *, dear: bool) -> bytes:
        # The result repeats the whole message: only its id is read, and only where it is wanted.
        attempt = 0
        while True:
            try:
                return await self._client.raw(call.method, **call.params)
            except TransportError as error:
                seconds = again(error, attempt, dear=dear)
                if seconds is None:
                    raise
                log.info("%s; again in %g s", error, seconds)
            attempt += 1
            await self._sleep(seconds)

    def _failed(self, error: TransportError) -> int:
        if error.unreachable:
            raise error
        log.warning("%s", error)
        return 0


def standing(sent: list[tuple[Effect, int]], *, aside: bool) -> int:
    """Which message stands for the turn: the last question sent or redrawn; where an interview ended, the last words."""
    questions = [message for effect, message in sent if isinstance(effect, Ask | Redraw)]
    said = [message for effect, message in sent if isinstance(effect, Say)]
    return (questions or ([] if aside else said) or [0])[-1]


def _uneditable(error: TransportError) -> bool:
    return error.permanent and not error.unreachable
