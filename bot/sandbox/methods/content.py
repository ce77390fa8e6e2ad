"""What may stand in a message: texts, captions, keyboards. Everything here raises RefusedError where Telegram refuses."""

from urllib.parse import urlsplit

from bot.message import DATA_BYTES, TEXT_UNITS, utf16_units
from bot.sandbox.objects import InlineKeyboardButton, InlineKeyboardMarkup
from bot.sandbox.refusal import EMPTY, TOO_LONG, bad

CAPTION_UNITS = 1024
BUTTONS = 100
SCHEMES = frozenset({"http", "https", "tg"})


def plain(parse_mode: str) -> None:
    """The bot writes plain text; markup would be shown as it stands, so it is refused."""
    if parse_mode:
        raise bad("unsupported parse_mode")


def text(given: str) -> str:
    """The text without blank space around it: 1 to 4096 UTF-16 code units."""
    found = given.strip()
    if not found:
        raise bad(EMPTY)
    if utf16_units(found) > TEXT_UNITS:
        raise bad(TOO_LONG)
    return found


def caption(given: str) -> str | None:
    """The text under a file: at most 1024 UTF-16 code units, or none."""
    found = given.strip()
    if utf16_units(found) > CAPTION_UNITS:
        raise bad("message caption is too long")
    return found or None


def keyboard(given: InlineKeyboardMarkup | None) -> InlineKeyboardMarkup | None:
    """The buttons, if every one of them may stand; None where there are none."""
    rows = tuple(filter(None, given.inline_keyboard)) if given else ()
    if sum(map(len, rows)) > BUTTONS:
        raise bad("reply markup is too long")
    for row in rows:
        for button in row:
            _check(button)
    return InlineKeyboardMarkup(rows) if rows else None


def _check(button: InlineKeyboardButton) -> None:
    if not button.text.strip():
        raise bad("can't parse inline keyboard button: text must be non-empty")
    if button.url:
        _check_address(button.url)
    elif button.callback_data is None:
        raise bad("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    elif not 0 < len(button.callback_data.encode()) <= DATA_BYTES:
        raise bad("BUTTON_DATA_INVALID")


def _check_address(address: str) -> None:
    try:
        good = urlsplit(address).scheme in SCHEMES
    except ValueError:
        good = False
    if not good:
        raise bad(f"inline keyboard button URL '{address}' is invalid: Unsupported URL protocol")
