"""Numbers that belong to people are masked in typed text before anything keeps it."""

import re

from phonenumbers import Leniency, PhoneNumberMatcher
from stdnum import luhn

MASK = "•••"
_DIGITS = re.compile(r"\d(?:[ \-]?\d){9,18}")
_IIN_DIGITS = 12


def mask(text: str) -> str:
    """The text without IIN or BIN (12 digits), card numbers (13-19 digits that pass the Luhn check) and phone numbers."""
    text = _DIGITS.sub(lambda found: MASK if _personal(re.sub(r"\D", "", found[0])) else found[0], text)
    for phone in reversed(list(PhoneNumberMatcher(text, "KZ", leniency=Leniency.POSSIBLE))):
        if len(re.sub(r"\D", "", phone.raw_string)) >= 10:
            text = text[: phone.start] + MASK + text[phone.end :]
    return text


def _personal(digits: str) -> bool:
    return len(digits) == _IIN_DIGITS or (len(digits) > _IIN_DIGITS and bool(luhn.is_valid(digits)))
