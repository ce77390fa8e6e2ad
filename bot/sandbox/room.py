"""One private chat: a person, the messages, and what became of them."""

from dataclasses import dataclass, field

from bot.sandbox.objects import Chat, Message, User


@dataclass(frozen=True, slots=True)
class Change:
    """A message as it stands since `version`; None: it was deleted."""

    version: int
    message_id: int
    message: Message | None


@dataclass(slots=True)
class Room:
    """`known`: the person has written to the bot, which may write back since then. Until `braked_until` it is told to wait."""

    user: User
    known: bool = False
    blocked: bool = False
    braked_until: int = 0
    messages: dict[int, Message] = field(default_factory=dict)
    versions: dict[int, int] = field(default_factory=dict)

    @property
    def chat(self) -> Chat:
        return Chat(self.user.id, "private", self.user.first_name)

    def put(self, message: Message, version: int) -> Message:
        self.messages[message.message_id] = message
        self.versions[message.message_id] = version
        return message

    def remove(self, message_id: int, version: int) -> None:
        del self.messages[message_id]
        self.versions[message_id] = version

    def since(self, version: int) -> list[Change]:
        """What changed after this version, in the order of the messages."""
        found = [Change(at, number, self.messages.get(number)) for number, at in self.versions.items() if at > version]
        return sorted(found, key=lambda change: change.message_id)
