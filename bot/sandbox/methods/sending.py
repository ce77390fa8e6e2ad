"""sendMessage, sendPhoto, sendDocument."""

from typing import Any

from msgspec import Struct

from bot.sandbox.files import Stored, Upload
from bot.sandbox.methods import content
from bot.sandbox.methods.method import Method
from bot.sandbox.objects import InlineKeyboardMarkup, LinkPreviewOptions, Message
from bot.sandbox.refusal import bad
from bot.sandbox.world import World, entities


class SendMessage(Struct, frozen=True):
    chat_id: int | str
    text: str
    parse_mode: str = ""
    link_preview_options: LinkPreviewOptions | None = None
    disable_notification: bool = False
    reply_markup: InlineKeyboardMarkup | None = None


class SendPhoto(Struct, frozen=True):
    chat_id: int | str
    photo: Upload | str
    caption: str = ""
    parse_mode: str = ""
    disable_notification: bool = False
    reply_markup: InlineKeyboardMarkup | None = None


class SendDocument(Struct, frozen=True):
    chat_id: int | str
    document: Upload | str
    caption: str = ""
    parse_mode: str = ""
    disable_notification: bool = False
    reply_markup: InlineKeyboardMarkup | None = None


def _message(world: World, given: SendMessage) -> Message:
    room = world.room(given.chat_id)
    content.plain(given.parse_mode)
    text = content.text(given.text)
    return world.post(
        room,
        text=text,
        entities=entities(text),
        link_preview_options=given.link_preview_options,
        reply_markup=content.keyboard(given.reply_markup),
    )


def _photo(world: World, given: SendPhoto) -> Message:
    room = world.room(given.chat_id)
    stored = _stored(world, given.photo, "photos")
    return world.post(room, photo=(stored.photo(),), **_under(given))


def _document(world: World, given: SendDocument) -> Message:
    room = world.room(given.chat_id)
    stored = _stored(world, given.document, "documents")
    return world.post(room, document=stored.document(), **_under(given))


def _under(given: SendPhoto | SendDocument) -> dict[str, Any]:
    content.plain(given.parse_mode)
    caption = content.caption(given.caption)
    return {
        "caption": caption,
        "caption_entities": entities(caption) if caption else None,
        "reply_markup": content.keyboard(given.reply_markup),
    }


def _stored(world: World, given: Upload | str, folder: str) -> Stored:
    """A file that comes now, or one that came before and is named by its id."""
    if isinstance(given, Upload):
        return world.files.keep(given, folder)
    if "://" in given:
        raise bad("wrong HTTP URL specified")
    return world.files.find(given)


METHODS = (
    Method("sendMessage", SendMessage, _message),
    Method("sendPhoto", SendPhoto, _photo),
    Method("sendDocument", SendDocument, _document),
)
