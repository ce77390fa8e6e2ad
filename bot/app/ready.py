"""What must be true of a database before anybody is served from it."""

import asyncio
from pathlib import Path

from bot.errors import SettingsError
from bot.settings import Settings
from bot.store import meta, revisions
from bot.store.engine import Store, open_store
from bot.usecases.publish import publish_missing

_MIXED = {
    True: "{database} is no demo: start the demo in another folder (--folder).",
    False: "{database} holds made-up interviews of a demo: name another file with NEGE_DATABASE.",
}


def prepare(settings: Settings, now: int, *, demo: bool = False) -> Store:
    """The database of this version, with every survey that was never published published.

    Raises:
        SettingsError: real people and made-up ones would come into one database.
        StoreError: the database is none of Nege.
        ScriptError: a survey that should be published has errors.
    """
    store = opened(settings, create=True, demo=demo)
    try:
        publish_missing(store, settings, now)
    except BaseException:
        store.close()
        raise
    return store


def opened(settings: Settings, *, create: bool = False, demo: bool = False) -> Store:
    """The database, made or brought to this version only if `create`: one of several processes must not do that.

    Raises:
        SettingsError: real people and made-up ones would come into one database.
        StoreError: the database is none of Nege, or of another version.
    """
    store = open_store(settings.where, create=create)
    try:
        _devote(store, settings.where, demo=demo)
    except BaseException:
        store.close()
        raise
    return store


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


def _remember(store: Store, link: str) -> None:
    with store.write() as tx:
        meta.put(tx, "link", link)
