"""editMessageText, editMessageReplyMarkup, deleteMessage."""

from msgspec import Struct

from bot.sandbox.methods import content
from bot.sandbox.methods.method import Method
from bot.sandbox.objects import InlineKeyboardMarkup, LinkPreviewOptions, Message
from bot.sandbox.refusal import NOT_MODIFIED, bad
from bot.sandbox.room import Room
from bot.sandbox.world import World, entities

DELETE_SECONDS = 48 * 3600
"""How long a message can be deleted."""


class EditMessageText(Struct, frozen=True):
    chat_id: int | str = ""
    message_id: int = 0
    text: str = ""
    parse_mode: str = ""
    link_preview_options: LinkPreviewOptions | None = None
    reply_markup: InlineKeyboardMarkup | None = None


class EditMessageReplyMarkup(Struct, frozen=True):
    chat_id: int | str = ""
    message_id: int = 0
    reply_markup: InlineKeyboardMarkup | None = None


class DeleteMessage(Struct, frozen=True):
    chat_id: int | str
    message_id: int


def _text(world: World, given: EditMessageText) -> Message:
    room, message = _editable(world, given.chat_id, given.message_id)
    content.plain(given.parse_mode)
    text, markup = content.text(given.text), content.keyboard(given.reply_markup)
    if message.text is None:
        raise bad("there is no text in the message to edit")
    if (text, markup) == (message.text, message.reply_markup):
        raise bad(NOT_MODIFIED)
    preview = given.link_preview_options
    return world.edit(room, message, text=text, entities=entities(text), link_preview_options=preview, reply_markup=markup)


def _markup(world: World, given: EditMessageReplyMarkup) -> Message:
    room, message = _editable(world, given.chat_id, given.message_id)
    markup = content.keyboard(given.reply_markup)
    if markup == message.reply_markup:
        raise bad(NOT_MODIFIED)
    return world.edit(room, message, reply_markup=markup)


def _delete(world: World, given: DeleteMessage) -> bool:
    room = world.room(given.chat_id)
    message = room.messages.get(given.message_id)
    if message is None:
        raise bad("message to delete not found")
    if world.clock() - message.date >= DELETE_SECONDS:
        raise bad("message can't be deleted for everyone")
    world.delete(room, message.message_id)
    return True


def _editable(world: World, chat_id: int | str, message_id: int) -> tuple[Room, Message]:
    if not message_id:
        raise bad("message identifier is not specified")
    room = world.room(chat_id)
    message = room.messages.get(message_id)
    if message is None:
        raise bad("message to edit not found")
    if message.sender.id != world.me.id:
        raise bad("message can't be edited")
    return room, message


METHODS = (
    Method("editMessageText", EditMessageText, _text),
    Method("editMessageReplyMarkup", EditMessageReplyMarkup, _markup),
    Method("deleteMessage", DeleteMessage, _delete),
)
