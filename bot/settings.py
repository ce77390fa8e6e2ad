"""The typed environment: every NEGE_… variable, read once, unsafe values refused."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from bot.errors import SettingsError

ROOT = Path(__file__).resolve().parent.parent
"""The checkout: seeds/ and surveys/ stand beside the package."""

TELEGRAM_API = "https://api.telegram.org"
SHORTEST_KEY = 32
DATABASE = "the SQLite file, or a postgresql:// address (default: NEGE_DATABASE_URL or NEGE_DATABASE)"
"""What commands say about --database."""

WEBHOOK_PATH = "/telegram"
"""Where Telegram calls if NEGE_WEBHOOK_URL names no path."""

ONE_MACHINE = (
    "SQLite is one file on one machine. If all processes of Nege run on this machine, set NEGE_ONE_MACHINE=1; if not, name a "
    "PostgreSQL database in NEGE_DATABASE_URL, or use `nege run`, which is one process for everything."
)


@dataclass(frozen=True, slots=True)
class Settings:
    """What an installation decides. README.md lists every variable with its meaning."""

    database: Path
    database_url: str = ""
    secret_key: str = ""
    token: str = ""
    telegram_api: str = TELEGRAM_API
    proxy: str = ""
    host: str = "127.0.0.1"
    port: int = 8080
    operator_kk: str = ""
    operator_ru: str = ""
    operator_en: str = ""
    seeds: Path = ROOT / "seeds"
    surveys: Path = ROOT / "surveys"
    webhook_url: str = ""
    webhook_secret: str = ""
    one_machine: bool = False
    erasure_log: Path | None = None

    @property
    def where(self) -> Path | str:
        """The database, as `bot.store.engine.open_store` takes it: PostgreSQL where an address is set, else the SQLite file."""
        return self.database_url or self.database

    @property
    def webhook(self) -> str:
        """The whole address that Telegram calls."""
        return self.webhook_url if urlsplit(self.webhook_url).path else self.webhook_url + WEBHOOK_PATH

    @property
    def webhook_path(self) -> str:
        return urlsplit(self.webhook).path

    @property
    def operator(self) -> dict[str, str]:
        """Who asks, by language; empty texts where it was not said."""
        return {"kk": self.operator_kk, "ru": self.operator_ru, "en": self.operator_en}


def read(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings of this process.

    Raises:
        SettingsError: a value is missing its form; the message names the variable and what to do.
    """
    return Settings(
        database=Path(environment.get("NEGE_DATABASE", "nege.sqlite3")),
        database_url=_database_url(environment.get("NEGE_DATABASE_URL", "")),
        secret_key=environment.get("NEGE_SECRET_KEY", ""),
        token=environment.get("NEGE_TELEGRAM_TOKEN", ""),
        telegram_api=_address("NEGE_TELEGRAM_API", environment.get("NEGE_TELEGRAM_API", TELEGRAM_API)),
        proxy=_optional_address("NEGE_PROXY", environment),
        host=environment.get("NEGE_HOST", "127.0.0.1"),
        port=_port(environment.get("NEGE_PORT", "8080")),
        operator_kk=environment.get("NEGE_OPERATOR_KK", ""),
        operator_ru=environment.get("NEGE_OPERATOR_RU", ""),
        operator_en=environment.get("NEGE_OPERATOR_EN", ""),
        seeds=Path(environment.get("NEGE_SEEDS", ROOT / "seeds")),
        surveys=Path(environment.get("NEGE_SURVEYS", ROOT / "surveys")),
        webhook_url=_optional_address("NEGE_WEBHOOK_URL", environment),
        webhook_secret=_secret(environment.get("NEGE_WEBHOOK_SECRET", "")),
        one_machine=environment.get("NEGE_ONE_MACHINE", "") == "1",
        erasure_log=Path(environment["NEGE_ERASURE_LOG"]) if environment.get("NEGE_ERASURE_LOG") else None,
    )


def place(value: str) -> Path | str:
    """A database as a command line names it: a `postgresql://` address, or a file."""
    return _database_url(value) if "://" in value else Path(value)


def for_real_people(settings: Settings) -> Settings:
    """The settings, if they are good enough to ask real people; raises SettingsError with everything that is missing."""
    return _good(settings, _needs(settings))


def for_worker(settings: Settings) -> Settings:
    """The settings, if several processes may work on this database; raises SettingsError with everything that is missing."""
    return _good(settings, {**_needs(settings), ONE_MACHINE: not (settings.database_url or settings.one_machine)})


def for_web(settings: Settings) -> Settings:
    """The settings, if Telegram may bring updates here; raises SettingsError with everything that is missing."""
    secure = settings.webhook_url.startswith("https:") or settings.telegram_api != TELEGRAM_API
    return _good(
        settings,
        {
            **_needs(settings),
            "NEGE_WEBHOOK_SECRET is missing: without it anybody could send answers. `nege keys new` makes one.": (
                not settings.webhook_secret
            ),
            "NEGE_WEBHOOK_URL is missing: the public address at which Telegram reaches this process, such as "
            "https://nege.example.kz.": not settings.webhook_url,
            "NEGE_WEBHOOK_URL must begin with https:// – Telegram calls nothing else.": (
                bool(settings.webhook_url) and not secure
            ),
            ONE_MACHINE: not (settings.database_url or settings.one_machine),
        },
    )


def _good(settings: Settings, needs: Mapping[str, bool]) -> Settings:
    wrong = [problem for problem, holds in needs.items() if holds]
    if wrong:
        raise SettingsError("\n".join(wrong))
    return settings


def _needs(settings: Settings) -> dict[str, bool]:
    keys = settings.secret_key.split() or [""]
    return {
        "NEGE_TELEGRAM_TOKEN is missing: ask @BotFather for a token, or try `make demo`, which needs none.": not settings.token,
        f"NEGE_SECRET_KEY must have at least {SHORTEST_KEY} characters, and so must each of several keys, which spaces part: "
        "make one with `nege keys new`, and keep it outside the database.": min(map(len, keys)) < SHORTEST_KEY,
        "NEGE_OPERATOR_KK, NEGE_OPERATOR_RU and NEGE_OPERATOR_EN must say who asks (name and BIN): the consent names them.": (
            not all(settings.operator.values())
        ),
        "NEGE_ERASURE_LOG is missing: with PostgreSQL, name a file that outlives the database and its backups. What people "
        "have erased is written there, too, so that no backup brings it back.": (
            bool(settings.database_url) and settings.erasure_log is None
        ),
    }


def _address(name: str, value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise SettingsError(f"{name} must be an address such as https://host:port, not {value!r}.")
    return value.rstrip("/")


def _optional_address(name: str, environment: Mapping[str, str]) -> str:
    return _address(name, environment[name]) if environment.get(name) else ""


def _port(value: str) -> int:
    if not value.isdecimal() or not 0 <= int(value) <= 65535:
        raise SettingsError(f"NEGE_PORT must be a number from 0 to 65535, not {value!r}.")
    return int(value)


def _database_url(value: str) -> str:
    # The value is not repeated: it may hold a password.
    if value and urlsplit(value).scheme not in {"postgresql", "postgres"}:
        raise SettingsError("NEGE_DATABASE_URL must be an address such as postgresql://user:password@host/name.")
    return value.replace("postgres://", "postgresql://", 1) if value.startswith("postgres:") else value


def _secret(value: str) -> str:
    if value and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", value):
        raise SettingsError("NEGE_WEBHOOK_SECRET may have 1 to 256 letters A–Z, a–z, digits, _ and -.")
    return value
