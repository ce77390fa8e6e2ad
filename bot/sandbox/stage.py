"""What a demo stands on: one folder with a database and its key, and an operator who says that nobody asks."""

import secrets
from dataclasses import replace
from pathlib import Path

from bot.settings import Settings
from bot.store import records
from bot.store.engine import Store
from bot.texts import LANGUAGES, say


def dressed(settings: Settings, folder: Path) -> Settings:
    """The settings of a demo in this folder, which is made if it is not there. The key is made once and stays."""
    kazakh, russian, english = (say(language, "demo.operator") for language in LANGUAGES)
    folder.mkdir(parents=True, exist_ok=True)
    return replace(
        settings,
        database=folder / "nege.sqlite3",
        erasure_log=None,
        secret_key=_key(folder / "nege.key"),
        operator_kk=kazakh,
        operator_ru=russian,
        operator_en=english,
    )


def is_empty(store: Store) -> bool:
    """Is there no final interview yet?"""
    with store.read() as tx:
        return not records.weeks(tx)


def _key(path: Path) -> str:
    if not path.exists():
        path.touch(0o600)
        path.write_text(secrets.token_urlsafe(48), "utf-8")
    return path.read_text("utf-8").strip()
