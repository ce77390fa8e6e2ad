"""Typed words as they may be kept: invisible characters gone, numbers and addresses of people masked."""

import re
import unicodedata

from phonenumbers import Leniency, PhoneNumberMatcher
from stdnum import luhn

MASK = "•••"
_IIN_DIGITS = 12
_PHONE_DIGITS = 10

# Digits with at most two other signs between them: however a number is cut up, it is a number.
_DIGITS = re.compile(r"\d(?:[^\w\n]{0,2}\d){9,18}")
_IBAN = re.compile(r"\bKZ\d{2}(?:\W?[A-Z0-9]){16}\b", re.IGNORECASE)
_DOCUMENT = re.compile(r"\b[NН№]\s?\d{8,9}\b", re.IGNORECASE)
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_NAME = re.compile(r"(?<!\w)@\w{4,}")


def clean(text: str) -> str:
    """The words on one line, without control and invisible characters; empty if nothing can be seen."""
    seen = "".join(" " if unicodedata.category(sign) in ("Cc", "Zl", "Zp") else sign for sign in text)
    return " ".join("".join(sign for sign in seen if unicodedata.category(sign) != "Cf").split())


def mask(text: str) -> str:
    """Cleaned words without what belongs to people.

    That is: IIN or BIN (12 digits), card numbers (13–19 digits that pass the Luhn check), accounts (IBAN), numbers of
    identity documents, telephone numbers, e-mail addresses and @names.
    """
    text = clean(text)
    for pattern in (_MAIL, _NAME, _IBAN):
        text = pattern.sub(MASK, text)
    text = _DIGITS.sub(lambda found: MASK if _personal(re.sub(r"\D", "", found[0])) else found[0], text)
    text = _DOCUMENT.sub(MASK, text)
    for phone in reversed(list(PhoneNumberMatcher(text, "KZ", leniency=Leniency.POSSIBLE))):
        if len(re.sub(r"\D", "", phone.raw_string)) >= _PHONE_DIGITS:
            text = text[: phone.start] + MASK + text[phone.end :]
    return text


def _personal(digits: str) -> bool:
    return len(digits) == _IIN_DIGITS or (len(digits) > _IIN_DIGITS and bool(luhn.is_valid(digits)))
