"""Places of recruitment: each has a code, and a link that tells where an interview came from."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection

from bot.errors import NegeError
from bot.script.model import Script, Text
from bot.store import audit, meta, revisions, sources
from bot.store.engine import Store
from bot.store.sources import Source
from bot.usecases.exchange import Incoming
from bot.usecases.invite import NoLinkError

PREFIX: Final = "s_"
"""What tells a source from an invitation in the payload of /start."""

PLACES: Final = ("csc_site", "online", "media", "other")
NOWHERE: Final = Source("", "other", "", "")

_CODE = re.compile(r"[A-Za-z0-9_]{1,62}")  # with the prefix, Telegram takes 64


class SourceError(NegeError):
    """This source cannot be used."""


@dataclass(frozen=True, slots=True)
class Linked:
    """A source and its link; `link` is empty before the bot ran once on this database."""

    source: Source
    link: str


def add(store: Store, source: Source, now: int) -> Linked:
    """Register a source.

    Raises:
        SourceError: the code is taken or has other signs than letters, digits and _, the title is empty, or no survey knows
            the region.
        NoLinkError: the bot never ran on this database.
    """
    if not _CODE.fullmatch(source.code):
        raise SourceError(f"{source.code!r} is no code: use up to 62 Latin letters, digits and _.")
    if not source.title.strip():
        raise SourceError("a source needs a title that says where exactly it is (--title).")
    with store.write() as tx:
        link = meta.link(tx)
        if not link:
            raise NoLinkError
        if sources.find(tx, [source.code]):
            raise SourceError(f"there is a source {source.code} already: choose another code (nege source list shows all).")
        _check_region(tx, source.region)
        sources.add(tx, source, now)
        audit.note(tx, now, "source", f"{source.code} {source.place} {source.region}".rstrip())
    return Linked(source, _link(link, source))


def listed(tx: Connection) -> tuple[Linked, ...]:
    """All sources with their links, by code."""
    link = meta.link(tx)
    return tuple(Linked(source, _link(link, source) if link else "") for source in sources.listed(tx))


def named(tx: Connection, code: str) -> Linked:
    """One source with its link.

    Raises:
        SourceError: there is none with this code.
        NoLinkError: the bot never ran on this database.
    """
    source, link = sources.find(tx, [code]).get(code), meta.link(tx)
    if source is None:
        raise SourceError(
            f"there is no source {code}: `nege source list` shows all, `nege source add {code} --place … --title …` makes it."
        )
    if not link:
        raise NoLinkError
    return Linked(source, _link(link, source))


def title(tx: Connection) -> Text:
    """The question that a card asks: the title of the open survey, by language; raises SourceError if none is open."""
    script = _open_script(tx)
    if script is None:
        raise SourceError("no survey is open: publish one first (nege publish FILE --open).")
    return {language: script.title[language] for language in script.languages}


def of(tx: Connection, batch: Iterable[Incoming]) -> Mapping[str, Source]:
    """The registered sources of a batch by their codes; asks the database only if somebody came from one."""
    return sources.find(tx, {code(incoming.payload) for incoming in batch} - {""})


def code(payload: str) -> str:
    """The code in the payload of /start; empty where it holds none."""
    found = payload.removeprefix(PREFIX)
    return found if payload.startswith(PREFIX) and _CODE.fullmatch(found) else ""


def _link(link: str, source: Source) -> str:
    return f"{link}{PREFIX}{source.code}"


def _check_region(tx: Connection, region: str) -> None:
    script = _open_script(tx) if region else None
    if script is not None and region not in (known := _regions(script)):
        raise SourceError(f"the open survey has no region {region!r}; it has: {', '.join(known)}.")


def _open_script(tx: Connection) -> Script | None:
    opened = revisions.opened(tx)
    return revisions.by_id(tx, {opened.id})[opened.id] if opened else None


def _regions(script: Script) -> tuple[str, ...]:
    asked = (question for block in script.blocks for question in block.questions if question.measures == "region")
    return tuple(choice.code for question in asked for choice in question.choices)
