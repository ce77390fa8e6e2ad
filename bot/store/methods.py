"""What a survey discloses about itself, frozen beside the figures of the same period, and the sums it is made of.

It stands in the table of publications under a scope of its own, with the version of the figures that it belongs to.
"""

from collections.abc import Sequence
from typing import Any, Final

import msgspec
from sqlalchemy import ColumnElement, Connection, Select, and_, func, insert, select
from sqlmodel import col

from bot.stats.disclosure import Disclosure, Part
from bot.stats.disclosure import Revision as Asked
from bot.store.tables import Interview, Profile, Publication, Revision

SCOPE: Final = "methods"
COUNTRY: Final = "kz"
"""The scope of the country's figures: bot.store.publications has it too, but whoever imports that loads numpy."""


def freeze(tx: Connection, found: Disclosure) -> None:
    """Keep it for its period and version; raises sqlalchemy.exc.IntegrityError if it was kept already."""
    figures = msgspec.json.encode(found).decode()
    row = {"period": found.period, "scope": SCOPE, "version": found.version, "figures": figures, "made_at": found.made_at}
    tx.execute(insert(Publication).values(row))


def latest(tx: Connection) -> Disclosure | None:
    """That of the last week that was published, or None."""
    newest = (col(Publication.period).desc(), col(Publication.version).desc())
    row = tx.execute(_of(SCOPE, col(Publication.figures)).order_by(*newest).limit(1)).first()
    return None if row is None else msgspec.json.decode(row.figures, type=Disclosure)


def missing(tx: Connection) -> tuple[str, int] | None:
    """The last week whose figures were published, with their version, if nothing is disclosed about them yet."""
    newest = (col(Publication.period).desc(), col(Publication.version).desc())
    row = tx.execute(_of(COUNTRY, col(Publication.period), col(Publication.version)).order_by(*newest).limit(1)).first()
    if row is None:
        return None
    same = col(Publication.period) == row.period, col(Publication.version) == row.version
    known = tx.execute(_of(SCOPE, col(Publication.id)).where(*same)).first()
    return None if known else (row.period, row.version)


def closed(tx: Connection, week: str) -> bool:
    """Are the figures of this week published, and is everything disclosed about the last one?"""
    known = tx.execute(_of(COUNTRY, col(Publication.id)).where(col(Publication.period) == week)).first()
    return known is not None and missing(tx) is None


def places(tx: Connection, weeks: Sequence[str]) -> tuple[Part, ...]:
    """People by the place where they were recruited; the largest first. Tests are left out, here and below."""
    return _parts(tx, weeks, col(Profile.place), func.count(func.distinct(col(Profile.respondent_id))))


def languages(tx: Connection, weeks: Sequence[str]) -> tuple[Part, ...]:
    """Interviews by language."""
    return _parts(tx, weeks, col(Profile.language), func.count())


def revisions(tx: Connection, weeks: Sequence[str]) -> tuple[Asked, ...]:
    """The scripts that were asked in interviews that became final in these weeks, newest first."""
    of: tuple[Any, ...] = (col(Revision.id), col(Revision.survey), col(Revision.number))
    asked = select(*of, func.count()).join(Interview, col(Interview.revision_id) == col(Revision.id)).where(_final(weeks))
    rows = tx.execute(asked.group_by(*of).order_by(col(Revision.id).desc()))
    return tuple(Asked(row[0], row[1], row[2], row[3]) for row in rows)


def flagged(tx: Connection, weeks: Sequence[str], flag: str) -> int:
    """How many interviews of these weeks have this mark."""
    marked = col(Interview.flags).contains(flag, autoescape=True)
    return int(tx.execute(select(func.count()).select_from(Interview).where(_final(weeks), marked)).scalar_one())


def _of(scope: str, *columns: Any) -> Select[*tuple[Any, ...]]:
    return select(*columns).where(col(Publication.scope) == scope, col(Publication.period).not_like("%..%"))


def _parts(tx: Connection, weeks: Sequence[str], code: Any, number: Any) -> tuple[Part, ...]:
    joined = select(code, number).join(Interview, col(Interview.id) == col(Profile.interview_id)).where(_final(weeks))
    found = [Part(*row) for row in tx.execute(joined.group_by(code))]
    return tuple(sorted(found, key=lambda part: (-part.number, part.code)))


def _final(weeks: Sequence[str]) -> ColumnElement[bool]:
    return and_(col(Interview.week).in_(weeks), ~col(Interview.flags).contains("test", autoescape=True))
