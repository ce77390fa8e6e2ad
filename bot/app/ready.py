"""What must be true of a database before anybody is served from it."""

import asyncio
import logging
from pathlib import Path

from bot import clock
from bot.errors import SettingsError, StoreError
from bot.settings import Settings
from bot.store import meta, revisions
from bot.store.engine import Store, open_store
from bot.usecases.erasures import apply
from bot.usecases.facts import current, refresh
from bot.usecases.publish import publish_missing

log = logging.getLogger(__name__)

_MIXED = {
    True: "{database} is no demo: start the demo in another folder (--folder).",
    False: "{database} holds made-up interviews of a demo: name another file with NEGE_DATABASE.",
}


def prepare(settings: Settings, now: int, *, demo: bool = False) -> Store:
    """The database of this version, with facts of this version, and every survey that was never published published.

    Raises:
        SettingsError: real people and made-up ones would come into one database.
        StoreError: the database is none of Nege.
        ScriptError: a survey that should be published has errors.
    """
    store = opened(settings, create=True, demo=demo)
    try:
        _derive(store, now)
        publish_missing(store, settings, now)
    except BaseException:
        store.close()
        raise
    return store


def opened(settings: Settings, *, create: bool = False, demo: bool = False) -> Store:
    """The database, made or brought to this version only if `create`: one of several processes must not do that.

    Raises:
        SettingsError: real people and made-up ones would come into one database.
        StoreError: the database is none of Nege, or of another version, or its journal of erasures cannot be used.
    """
    store = open_store(settings.where, create=create, journal=settings.erasure_log)
    try:
        _devote(store, settings.where, demo=demo)
        _erase_again(store)
    except BaseException:
        store.close()
        raise
    return store


def derived(settings: Settings) -> Store:
    """`opened`, for a process that makes figures.

    Raises:
        StoreError: also where another version of Nege derived what figures count.
    """
    store = opened(settings)
    with store.read() as tx:
        if current(tx):
            return store
    store.close()
    raise StoreError("What figures count was derived by another version of Nege: run `nege migrate`.")


def _derive(store: Store, now: int) -> None:
    if refresh(store, now, lambda interview, made: log.info("up to interview %d: %d episodes", interview, made)) is not None:
        log.warning("what figures count was derived anew from the answers, because this version does it in another way")


async def remember_link(store: Store, link: str) -> None:
    """Keep what an invitation's token is added to."""
    await asyncio.to_thread(_remember, store, link)


def _devote(store: Store, where: Path | str, *, demo: bool) -> None:
    """A database is a demo's or real people's for ever; raises SettingsError if it is the other's already."""
    with store.write() as tx:
        used, made_up = bool(revisions.listed(tx)), meta.demo(tx)
        if used and made_up != demo:
            # The address of a database may hold a password.
            raise SettingsError(_MIXED[demo].format(database=where if isinstance(where, Path) else "The database"))
        if demo:
            # Before anything is made from it: everything that is must say so.
            meta.put(tx, "demo", "1")


def _erase_again(store: Store) -> None:
    """A backup that was restored may still have people who left: they go before anybody is served."""
    if store.journal is None:
        return
    store.journal.prepare()
    applied = apply(store, clock.now())
    if applied.people:
        log.warning("%d people were erased again: the database is older than %s", applied.people, store.journal.path)
    if applied.torn:
        log.warning(
            "%d lines of %s cannot be read: a crash cuts off a last line; see to others", applied.torn, store.journal.path
        )


def _remember(store: Store, link: str) -> None:
    with store.write() as tx:
        meta.put(tx, "link", link)
