"""The pages of what was published, as the web shows them: read from what was frozen, never counted, at most once a minute."""

import asyncio
from collections.abc import Callable
from typing import Final, TypeAlias, TypeVar

from sqlalchemy import Connection

from bot.report.board.parts import Board
from bot.report.document import Document
from bot.store.engine import Store
from bot.usecases.board import shown
from bot.usecases.methods import published

SECONDS: Final = 60
"""How old a page may be: whoever asks for it again and again must not keep the database busy."""

T = TypeVar("T")
_Kept: TypeAlias = dict[str, tuple[int, T | None]]


class Shelf:
    """Pages by language; `now` tells the time in seconds since 1970."""

    def __init__(self, store: Store, now: Callable[[], int]) -> None:
        self._store = store
        self._now = now
        self._methods: _Kept[Document] = {}
        self._figures: _Kept[Board] = {}

    async def methods(self, language: str) -> Document | None:
        """What /methods shows."""
        return await self._fresh(self._methods, published, language)

    async def figures(self, language: str) -> Board | None:
        """What /figures shows."""
        return await self._fresh(self._figures, shown, language)

    async def _fresh(self, kept: _Kept[T], read: Callable[[Connection, str], T | None], language: str) -> T | None:
        known = kept.get(language)
        if known is None or known[0] <= self._now():
            known = self._now() + SECONDS, await asyncio.to_thread(_read, self._store, read, language)
            kept[language] = known
        return known[1]


def _read(store: Store, read: Callable[[Connection, str], T | None], language: str) -> T | None:
    with store.read() as tx:
        return read(tx, language)
