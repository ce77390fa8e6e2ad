"""The page of figures: read from what was published, so that nothing is counted while somebody reads it."""

from typing import Final

from sqlalchemy import Connection

from bot.report.board.page import Published, board
from bot.report.board.parts import Board
from bot.stats.labels import levels
from bot.store import meta, methods, publications, revisions
from bot.usecases.baseline import baseline

MOST_WEEKS: Final = 26
"""How far back the page looks: half a year."""


def shown(tx: Connection, language: str) -> Board | None:
    """The page in one language, or None before the first week is published."""
    weeks = publications.last_weeks(tx, MOST_WEEKS)
    if not weeks:
        return None
    published = Published(
        weeks=weeks,
        blocks=publications.last_blocks(tx),
        names=levels(revisions.scripts(tx)),
        found=methods.latest(tx),
        baseline=baseline(tx),
        demo=meta.demo(tx),
    )
    return board(published, language)
