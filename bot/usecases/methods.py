"""The methods of the figures as a document: read from what was frozen, so that nothing is counted while somebody reads it."""

from sqlalchemy import Connection

from bot.report.document import Document
from bot.report.methods import Told, methods
from bot.script.model import Script
from bot.stats.disclosure import Disclosure
from bot.store import methods as rows
from bot.store import revisions
from bot.usecases.baseline import baseline


def published(tx: Connection, language: str) -> Document | None:
    """The methods of the last published week as outsiders see them, or None if none was published."""
    found = rows.latest(tx)
    return None if found is None else document(tx, found, language, outside=True)


def document(tx: Connection, found: Disclosure, language: str, *, outside: bool = False) -> Document:
    """What is disclosed, in words; `outside`: for outsiders. The wording is that of the newest script that was asked."""
    return methods(found, Told(baseline(tx), _script(tx, found), outside), language)


def _script(tx: Connection, found: Disclosure) -> Script | None:
    asked = [revision.id for revision in found.revisions]
    opened = revisions.opened(tx)
    newest = max(asked) if asked else opened.id if opened else None
    return revisions.by_id(tx, {newest})[newest] if newest else None
