"""Typed words as they may be kept: invisible characters gone, numbers and addresses of people masked."""

import re
import unicodedata

from phonenumbers import Leniency, PhoneNumberMatcher
from stdnum import luhn

MASK = "•••"
_IIN_DIGITS = 12
_PHONE_DIGITS = 10
_DOCUMENT_DIGITS = 9
_CARD_DIGITS = 16
_LENGTHS = (_CARD_DIGITS, _IIN_DIGITS, _PHONE_DIGITS + 1, _PHONE_DIGITS, 19, 18, 17, 15, 14, 13)
"""Of numbers cut into blocks, the usual ones first: a tenth of all digits in a row pass for a card, too."""

# Digits with at most three other signs between them: however a number is cut up, it is a number.
_DIGITS = re.compile(r"[+(]*\d(?:(?:[^\w•]|_){0,3}\d)*")
_BLOCK = re.compile(r"\d+")
_IBAN = re.compile(r"\bKZ\d{2}(?:\W?[A-Z0-9]){16}\b", re.IGNORECASE)
_DOCUMENT = re.compile(r"(?<!\w)[NН№]\s?\d{8,9}\b", re.IGNORECASE)
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_NAME = re.compile(r"(?<!\w)@\w{4,}|\b(?:t|wa|telegram)\.me/\S+", re.IGNORECASE)


def clean(text: str) -> str:
    """The words on one line, without control and invisible characters; empty if nothing can be seen."""
    seen = "".join(" " if unicodedata.category(sign) in ("Cc", "Zl", "Zp") else sign for sign in text)
    return " ".join("".join(sign for sign in seen if unicodedata.category(sign) != "Cf").split())


def mask(text: str) -> str:
    """Cleaned words without what belongs to people.

    That is: IIN or BIN (12 digits), card numbers (13–19 digits that pass the Luhn check), accounts (IBAN), numbers of
    identity documents, telephone numbers, e-mail addresses, @names and links to them.
    """
    text = clean(text)
    for pattern in (_MAIL, _NAME, _IBAN):
        text = pattern.sub(MASK, text)
    text = _DIGITS.sub(lambda found: _without_personal(found[0]), text)
    text = _DOCUMENT.sub(MASK, text)
    for phone in reversed(list(PhoneNumberMatcher(text, "KZ", leniency=Leniency.POSSIBLE))):
        if len(re.sub(r"\D", "", phone.raw_string)) >= _PHONE_DIGITS:
            text = text[: phone.start] + MASK + text[phone.end :]
    return text


def _without_personal(run: str) -> str:
    """A run of digits without its personal numbers: what stands beside one (a year, another IIN) must not hide it."""
    blocks = list(_BLOCK.finditer(run))
    kept, place, first = "", 0, 0
    while first < len(blocks):
        last = _personal(blocks, first)
        if last is not None:
            kept += run[place : blocks[first].start()].rstrip("+(") + MASK
            place = blocks[last].end()
        first = first + 1 if last is None else last + 1
    return kept + run[place:]


def _personal(blocks: list[re.Match[str]], first: int) -> int | None:
    """The last block of the personal number that begins with this block."""
    digits = blocks[first][0]
    if len(digits) >= _DOCUMENT_DIGITS:
        return first
    ends = {}
    for last in range(first + 1, len(blocks)):
        digits += blocks[last][0]
        ends[len(digits)] = last
    found = (length for length in _LENGTHS if length in ends and _is_personal(blocks[first : ends[length] + 1]))
    return next((ends[length] for length in found), None)


def _is_personal(blocks: list[re.Match[str]]) -> bool:
    digits = "".join(block[0] for block in blocks)
    if len(digits) in (_PHONE_DIGITS, _PHONE_DIGITS + 1):
        return digits[0] in ("7" if len(digits) == _PHONE_DIGITS else "78")
    if len(digits) == _CARD_DIGITS and len({len(block[0]) for block in blocks}) > 1:
        return False
    return len(digits) == _IIN_DIGITS or bool(luhn.is_valid(digits))
