"""answerCallbackQuery."""

from msgspec import Struct

from bot.message import ALERT_CHARS, utf16_units
from bot.sandbox.methods.method import Method
from bot.sandbox.refusal import bad
from bot.sandbox.world import Notice, World


class AnswerCallbackQuery(Struct, frozen=True):
    callback_query_id: str
    text: str = ""
    show_alert: bool = False
    cache_time: int = 0


def _answer(world: World, given: AnswerCallbackQuery) -> bool:
    if utf16_units(given.text) > ALERT_CHARS:
        raise bad("MESSAGE_TOO_LONG")
    world.answer(given.callback_query_id, Notice(given.text, alert=given.show_alert and bool(given.text)))
    return True


METHODS = (Method("answerCallbackQuery", AnswerCallbackQuery, _answer),)
