"""A person in the world, driven by a test or by the demo: writes, taps, and waits for what the bot does."""

from collections.abc import Callable

from bot.sandbox.objects import Message
from bot.sandbox.world import Tap, World

WAIT_SECONDS = 10.0


class NeverCameError(AssertionError):
    """What a citizen waited for did not come."""


class Citizen:
    """One person. Nothing here sleeps: `wait_for` looks again whenever something happens in the world."""

    def __init__(self, world: World, name: str = "", language: str = "") -> None:
        self.world = world
        self.room = world.join(name, language)
        self.taps: list[Tap] = []

    @property
    def id(self) -> int:
        return self.room.user.id

    @property
    def messages(self) -> tuple[Message, ...]:
        """Everything that stands in the chat, oldest first."""
        return tuple(self.room.messages.values())

    @property
    def heard(self) -> tuple[Message, ...]:
        """What the bot said, oldest first."""
        return tuple(message for message in self.messages if message.sender.is_bot)

    @property
    def last(self) -> Message | None:
        """The newest message of the bot."""
        return self.heard[-1] if self.heard else None

    @property
    def alerts(self) -> tuple[str, ...]:
        """The notices that this person had to close."""
        return tuple(tap.notice.text for tap in self.taps if tap.notice and tap.notice.alert)

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels of the buttons under the newest message that has some."""
        found = next((message for message in reversed(self.heard) if message.rows), None)
        return tuple(button.text for row in (found.rows if found else ()) for button in row)

    def start(self, payload: str = "") -> Message:
        """Press Start, or open a link that carries `payload`."""
        return self.say(f"/start {payload}".strip())

    def say(self, text: str) -> Message:
        return self.world.say(self.room, text)

    def voice(self) -> Message:
        return self.world.voice(self.room)

    def block(self, *, blocked: bool = True) -> None:
        self.world.block(self.room, blocked=blocked)

    def brake(self, seconds: int) -> None:
        """For so long the bot is told "retry after" (429) whenever it writes here."""
        self.world.brake(self.room, seconds)

    def tap(self, button: str) -> Tap:
        """Press the button with this label or callback data, on the newest message that has it; raises NeverCameError."""
        for message in reversed(self.heard):
            for one in (one for row in message.rows for one in row):
                if one.callback_data is not None and button in {one.text, one.callback_data}:
                    return self.press(message.message_id, one.callback_data)
        raise NeverCameError(f"there is no button {button!r}, only {self.labels}")

    def press(self, message_id: int, data: str) -> Tap:
        """Press a button that may no longer be there: what a slow phone does. Raises ValueError as World.tap does."""
        tap = self.world.tap(self.room, message_id, data)
        self.taps.append(tap)
        return tap

    async def wait_for(self, wanted: str | Callable[["Citizen"], object], seconds: float = WAIT_SECONDS) -> Message:
        """Wait for a text in the newest message of the bot, or until `wanted(citizen)` is true; gives the newest message.

        Raises:
            NeverCameError: it did not come in time; says what stands there instead.
        """
        found = wanted if callable(wanted) else _saying(wanted)
        if not await self.world.bell.until(lambda: found(self), seconds) or self.last is None:
            words = self.last.words if self.last else "nothing"
            raise NeverCameError(f"waited {seconds:g} s for {wanted!r}; the bot said {words!r}, alerts {self.alerts}")
        return self.last

    async def answered(self, tap: Tap, seconds: float = WAIT_SECONDS) -> str:
        """Wait until a tap is answered; gives the notice ("" for none). Raises NeverCameError."""
        await self.world.bell.until(lambda: tap.notice, seconds)
        if tap.notice is None:
            raise NeverCameError(f"nobody answered the tap within {seconds:g} s")
        return tap.notice.text


def _saying(text: str) -> Callable[[Citizen], bool]:
    return lambda citizen: citizen.last is not None and text in citizen.last.words
