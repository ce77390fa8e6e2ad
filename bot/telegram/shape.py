"""A message as Bot API calls: pure. One message is one call; a file with a long text is two."""

from dataclasses import dataclass, field
from typing import Any

from bot.message import ALERT_CHARS, Button, Message, shorten, utf16_units

CAPTION_UNITS = 1024
"""Longest text under a file, in UTF-16 code units."""

NO_PREVIEW = {"is_disabled": True}
"""A picture of some web page under a question would only take the place of its buttons."""


@dataclass(frozen=True, slots=True)
class Call:
    """One method and its parameters."""

    method: str
    params: dict[str, Any] = field(default_factory=dict)


def sending(chat: int, message: Message) -> tuple[Call, ...]:
    """The calls that send a message; the last one's message id is the message's."""
    if message.attachment is None:
        return (Call("sendMessage", {"chat_id": chat, **_text(message), **_markup(message)}),)
    kind = "photo" if message.attachment.media_type == "image/png" else "document"
    file = {"chat_id": chat, kind: message.attachment}
    method = f"send{kind.capitalize()}"
    if utf16_units(message.text) <= CAPTION_UNITS:
        caption = {"caption": message.text} if message.text else {}
        return (Call(method, {**file, **caption, **_markup(message)}),)
    return Call(method, file), *sending(chat, Message(message.text, message.rows))


def editing(chat: int, shown: int, message: Message) -> Call:
    """The call that puts another text and other buttons into a message that was sent."""
    return Call("editMessageText", {"chat_id": chat, "message_id": shown, **_text(message), **_markup(message)})


def baring(chat: int, tapped: int) -> Call:
    """The call that takes the buttons off a message that was sent; its words stay."""
    return Call("editMessageReplyMarkup", {"chat_id": chat, "message_id": tapped})


def answering(callback: str, alert: str = "") -> Call:
    """The call that answers a tap: with a notice that must be closed, or silently."""
    notice = {"text": shorten(alert, ALERT_CHARS), "show_alert": True} if alert else {}
    return Call("answerCallbackQuery", {"callback_query_id": callback, **notice})


def _text(message: Message) -> dict[str, Any]:
    return {"text": message.text, "link_preview_options": NO_PREVIEW}


def _markup(message: Message) -> dict[str, Any]:
    if not message.rows:
        return {}
    return {"reply_markup": {"inline_keyboard": [[_button(button) for button in row] for row in message.rows]}}


def _button(button: Button) -> dict[str, str]:
    return {"text": button.label, **({"url": button.url} if button.url else {"callback_data": button.data})}
