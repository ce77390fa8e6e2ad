"""The typed environment: every NEGE_… variable, read once, unsafe values refused."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from bot.errors import SettingsError

ROOT = Path(__file__).resolve().parent.parent
"""The checkout: seeds/ and surveys/ stand beside the package."""

TELEGRAM_API = "https://api.telegram.org"
SHORTEST_KEY = 32


@dataclass(frozen=True, slots=True)
class Settings:
    """What an installation decides. README.md lists every variable with its meaning."""

    database: Path
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
        secret_key=environment.get("NEGE_SECRET_KEY", ""),
        token=environment.get("NEGE_TELEGRAM_TOKEN", ""),
        telegram_api=_address("NEGE_TELEGRAM_API", environment.get("NEGE_TELEGRAM_API", TELEGRAM_API)),
        proxy=_address("NEGE_PROXY", environment["NEGE_PROXY"]) if environment.get("NEGE_PROXY") else "",
        host=environment.get("NEGE_HOST", "127.0.0.1"),
        port=_port(environment.get("NEGE_PORT", "8080")),
        operator_kk=environment.get("NEGE_OPERATOR_KK", ""),
        operator_ru=environment.get("NEGE_OPERATOR_RU", ""),
        operator_en=environment.get("NEGE_OPERATOR_EN", ""),
        seeds=Path(environment.get("NEGE_SEEDS", ROOT / "seeds")),
        surveys=Path(environment.get("NEGE_SURVEYS", ROOT / "surveys")),
    )


def for_real_people(settings: Settings) -> Settings:
    """The settings, if they are good enough to ask real people; raises SettingsError with everything that is missing."""
    wrong = [problem for problem, holds in _needs(settings).items() if holds]
    if wrong:
        raise SettingsError("\n".join(wrong))
    return settings


def _needs(settings: Settings) -> dict[str, bool]:
    return {
        "NEGE_TELEGRAM_TOKEN is missing: ask @BotFather for a token, or try `make demo`, which needs none.": not settings.token,
        f"NEGE_SECRET_KEY must have at least {SHORTEST_KEY} characters: make one with `nege keys new`, and keep it "
        "outside the database.": len(settings.secret_key) < SHORTEST_KEY,
        "NEGE_OPERATOR_KK, NEGE_OPERATOR_RU and NEGE_OPERATOR_EN must say who asks (name and BIN): the consent names them.": (
            not all(settings.operator.values())
        ),
    }


def _address(name: str, value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise SettingsError(f"{name} must be an address such as https://host:port, not {value!r}.")
    return value.rstrip("/")


def _port(value: str) -> int:
    if not value.isdecimal() or not 0 <= int(value) <= 65535:
        raise SettingsError(f"NEGE_PORT must be a number from 0 to 65535, not {value!r}.")
    return int(value)
