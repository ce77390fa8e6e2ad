"""What was said below the last words of an interview, and the wish to be invited again."""

from msgspec import convert
from sqlalchemy import Connection, select, update
from sqlmodel import col

from bot.interview.state import Ending
from bot.store.tables import Contact, Interview


def read(tx: Connection, interview: int) -> Ending:
    """What was said so far; `until` is left out."""
    columns = (col(Interview.useful), col(Interview.comment), col(Contact.opted_in_at))
    joined = select(*columns).join(Contact, col(Contact.respondent_id) == col(Interview.respondent_id))
    useful, comment, opted_in_at = tx.execute(joined.where(col(Interview.id) == interview)).one()
    invite = None if opted_in_at is None else True
    return convert({"useful": useful, "comment": comment, "invite": invite}, Ending)


def keep(tx: Connection, interview: int, ending: Ending) -> None:
    """Write down whether it was useful, and the comment."""
    said = {"useful": ending.useful, "comment": ending.comment}
    tx.execute(update(Interview).where(col(Interview.id) == interview).values(**said))


def opt_in(tx: Connection, respondent: int, address: bytes, now: int) -> None:
    """This person wants to be invited to the next wave: the address is kept until then."""
    of = update(Contact).where(col(Contact.respondent_id) == respondent)
    tx.execute(of.where(col(Contact.opted_in_at).is_(None)).values(opted_in_at=now))
    tx.execute(of.values(address=address, unreachable=False))


def opt_out(tx: Connection, respondent: int) -> None:
    """This person wants no invitation: the address is given up."""
    of = update(Contact).where(col(Contact.respondent_id) == respondent)
    tx.execute(of.values(opted_in_at=None, address=None))


def fulfil(tx: Connection, respondent: int) -> None:
    """This person takes part again: the wish to be invited is fulfilled."""
    asked = update(Contact).where(col(Contact.respondent_id) == respondent, col(Contact.opted_in_at).is_not(None))
    tx.execute(asked.values(opted_in_at=None))
