"""What is kept of a person goes: one interview that nobody agreed to, or everything."""

from collections.abc import Iterable

from sqlalchemy import Connection

from bot.store import answers, episodes, interviews, outbox, profiles


def erase(tx: Connection, respondent: int) -> None:
    """Delete all rows of a respondent. The caller empties the write-ahead log after the commit (`Store.forget_log`)."""
    for interview in interviews.interviews_of(tx, respondent):
        _delete(tx, interview)
    interviews.delete_person(tx, respondent)


def erase_some(tx: Connection, respondent: int, gone: Iterable[int]) -> None:
    """Delete these interviews of a respondent, and the person if no other is left."""
    for interview in gone:
        _delete(tx, interview)
    if not interviews.interviews_of(tx, respondent):
        interviews.delete_person(tx, respondent)


def drop(tx: Connection, interview: int, respondent: int) -> bool:
    """Delete one interview, and its person if nothing else is kept of them; is the person gone?

    Interviews of earlier waves stay: to decline today takes nothing back that was said before.
    """
    _delete(tx, interview)
    if interviews.interviews_of(tx, respondent):
        interviews.rest(tx, respondent)
        return False
    interviews.delete_person(tx, respondent)
    return True


def _delete(tx: Connection, interview: int) -> None:
    answers.erase(tx, interview)
    episodes.erase(tx, interview)
    profiles.erase(tx, interview)
    outbox.erase(tx, interview)
    interviews.delete_interview(tx, interview)
