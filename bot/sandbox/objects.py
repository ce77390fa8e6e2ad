"""The objects of the Bot API that the sandbox speaks: the names and types of their fields are Telegram's."""

from __future__ import annotations

from msgspec import Struct, field

TAPS = 3 << 33
"""What Telegram adds to the id of a person for the queue of their taps."""


class Thing(Struct, frozen=True, omit_defaults=True):
    """An object of the Bot API; a field that has nothing to say is left out, as Telegram does."""


class User(Thing, frozen=True):
    id: int
    is_bot: bool
    first_name: str
    username: str | None = None
    language_code: str | None = None


class Me(User, frozen=True):
    """The bot itself, with what only getMe tells."""

    can_join_groups: bool | None = None
    can_read_all_group_messages: bool | None = None
    supports_inline_queries: bool | None = None
    can_connect_to_business: bool | None = None
    has_main_web_app: bool | None = None


class Chat(Thing, frozen=True):
    id: int
    type: str
    first_name: str | None = None


class MessageEntity(Thing, frozen=True):
    """`offset` and `length` in UTF-16 code units."""

    type: str
    offset: int
    length: int


class LinkPreviewOptions(Thing, frozen=True):
    is_disabled: bool | None = None
    url: str | None = None
    prefer_small_media: bool | None = None
    prefer_large_media: bool | None = None
    show_above_text: bool | None = None


class InlineKeyboardButton(Thing, frozen=True):
    text: str
    url: str | None = None
    callback_data: str | None = None


class InlineKeyboardMarkup(Thing, frozen=True):
    inline_keyboard: tuple[tuple[InlineKeyboardButton, ...], ...]


class PhotoSize(Thing, frozen=True):
    file_id: str
    file_unique_id: str
    width: int
    height: int
    file_size: int | None = None


class Document(Thing, frozen=True):
    file_id: str
    file_unique_id: str
    file_name: str | None = None
    mime_type: str | None = None
    file_size: int | None = None


class Voice(Thing, frozen=True):
    """`duration` in seconds."""

    file_id: str
    file_unique_id: str
    duration: int
    mime_type: str | None = None
    file_size: int | None = None


class File(Thing, frozen=True):
    file_id: str
    file_unique_id: str
    file_size: int | None = None
    file_path: str | None = None


class Message(Thing, frozen=True):
    """`date` and `edit_date` in seconds since 1970."""

    message_id: int
    date: int
    chat: Chat
    sender: User = field(name="from")
    edit_date: int | None = None
    text: str | None = None
    entities: tuple[MessageEntity, ...] | None = None
    link_preview_options: LinkPreviewOptions | None = None
    photo: tuple[PhotoSize, ...] | None = None
    document: Document | None = None
    voice: Voice | None = None
    caption: str | None = None
    caption_entities: tuple[MessageEntity, ...] | None = None
    reply_markup: InlineKeyboardMarkup | None = None

    @property
    def words(self) -> str:
        """What stands in the message, or under its file."""
        return self.text or self.caption or ""

    @property
    def rows(self) -> tuple[tuple[InlineKeyboardButton, ...], ...]:
        return self.reply_markup.inline_keyboard if self.reply_markup else ()


class CallbackQuery(Thing, frozen=True):
    id: str
    sender: User = field(name="from")
    chat_instance: str
    message: Message
    data: str


class Update(Thing, frozen=True):
    update_id: int
    message: Message | None = None
    callback_query: CallbackQuery | None = None

    @property
    def kind(self) -> str:
        return "callback_query" if self.callback_query else "message"

    @property
    def queue(self) -> int:
        """Updates of one queue come to a webhook one after the other. A person's taps are another queue than the chat."""
        if self.callback_query:
            return self.callback_query.sender.id + TAPS
        return self.message.chat.id if self.message else 0


class BotCommand(Thing, frozen=True):
    command: str
    description: str


class BotDescription(Struct, frozen=True):
    description: str


class BotShortDescription(Struct, frozen=True):
    short_description: str


class WebhookInfo(Struct, frozen=True, omit_defaults=True):
    url: str
    has_custom_certificate: bool
    pending_update_count: int
    last_error_date: int | None = None
    last_error_message: str | None = None
    max_connections: int | None = None
    allowed_updates: tuple[str, ...] | None = None
