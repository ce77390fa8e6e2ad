"""A made-up nation in the tables of final interviews: rows of interview, profile, episode and episode_reason, written in bulk.

Everything comes from one seed. The numbers are invented; what matters is their shape: three services a person out of 44,
thirteen channels, reasons for CSC visits, twenty regions of uneven size, and answers that hang together within a person.
"""

import random
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeAlias

import psycopg

from bot.interview.facts import CSC_CHANNELS, ReasonFact, first_fix
from bot.sandbox.persona import AGES, EASY, HARD, LANGUAGES, REASONS, REGIONS, REST
from bot.settings import ROOT
from bot.stats.told import Episode, Person, lines, written
from bot.stats.weeks import bounds, wave_of
from bot.usecases.sources import catalogue

BASKETS, PROFILES, CHUNK = 20_000, 5_000, 20_000
SERVICES_EACH: Final = 3
CITIES: Final = {"almaty_city", "astana", "shymkent"}
PLACES: Final = {"online": 55, "media": 25, "csc_site": 12, "other": 8}

Row: TypeAlias = tuple[Any, ...]

COLUMNS: Final = {
    "respondent": "id",
    "interview": (
        "id respondent_id revision_id wave language recruited_at source useful comment quiet state status turn shown_turn "
        "shown_message_id show_again_at show_failures week flags opened_at changed_at final_at"
    ),
    "profile": "interview_id respondent_id week place language region sex age settlement skills visits reasons told",
    "episode": (
        "id interview_id respondent_id week place service recency channel channel_kind proxy_channel tried_online csc fix "
        "online at_csc"
    ),
    "episode_reason": "episode_id reason fix",
}


@dataclass(frozen=True, slots=True)
class Nation:
    """`people` interviews, one a person, in these weeks. `people` is a multiple of `copies`: one for each week, or more.

    Making people up takes longer than anything that is measured. So those of the first copy are made up, and the database
    copies them: as other people, of the next week.
    """

    people: int
    weeks: tuple[str, ...]
    copies: int = 1
    seed: int = 1

    @property
    def episodes(self) -> int:
        return self.people * SERVICES_EACH

    @property
    def made_up(self) -> int:
        return self.people // self.copies


def fill_sqlite(path: Path, nation: Nation) -> None:
    """Write the nation into a SQLite file that has the tables."""
    with sqlite3.connect(path, isolation_level=None) as connection:
        connection.execute("PRAGMA journal_mode=OFF")
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute("PRAGMA cache_size=-400000")
        connection.execute("BEGIN")
        connection.execute(_REVISION)
        for rows in _rows(nation):
            for table, names in COLUMNS.items():
                columns = names.split()
                marks = ", ".join("?" * len(columns))
                connection.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows[table])  # noqa: S608
        for statement in _copies(nation):
            connection.execute(statement)
        connection.execute("COMMIT")
        connection.execute("ANALYZE")
        connection.execute("PRAGMA journal_mode=WAL")
    connection.close()


def fill_postgresql(address: str, nation: Nation) -> None:
    """Write the nation into a PostgreSQL database that has the tables."""
    with psycopg.connect(address) as connection:
        # The numbers of a made-up nation need no looking up: they fit.
        connection.execute("SET session_replication_role = replica")
        connection.execute(_REVISION)
        for rows in _rows(nation):
            for table, names in COLUMNS.items():
                with connection.cursor().copy(f"COPY {table} ({', '.join(names.split())}) FROM STDIN") as copy:
                    for row in rows[table]:
                        copy.write_row(row)
        for statement in _copies(nation):
            connection.execute(statement.encode())
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")


def _copies(nation: Nation) -> Iterator[str]:
    """The statements that write the other copies: other numbers, and the week and wave of each."""
    people, episodes = nation.made_up, nation.made_up * SERVICES_EACH
    for copy in range(1, nation.copies):
        week = nation.weeks[copy * len(nation.weeks) // nation.copies]
        changed = {name: f"{name} + {copy * people}" for name in ("respondent_id", "interview_id")}
        changed |= {"week": f"'{week}'", "wave": str(wave_of(bounds(week)[0])), "episode_id": f"episode_id + {copy * episodes}"}
        for table, names in COLUMNS.items():
            columns, first = names.split(), names.split()[0]
            most = episodes if table.startswith("episode") else people
            values = ", ".join(({"id": f"id + {copy * most}"} | changed).get(name, name) for name in columns)
            yield f"INSERT INTO {table} ({', '.join(columns)}) SELECT {values} FROM {table} WHERE {first} <= {most}"  # noqa: S608


_REVISION = (
    "INSERT INTO revision (id, survey, number, hash, document, published_at, open) "
    'VALUES (1, \'bench\', 1, \'bench\', \'{"survey":"bench","title":{},"languages":[],"consent":{},"thanks":{},'
    '"blocks":[]}\', 0, false)'
)


def _rows(nation: Nation) -> Iterator[dict[str, list[Row]]]:
    chance = random.Random(nation.seed)  # noqa: S311 - made-up people, no secret
    baskets, profiles = _baskets(chance), [_profile(chance) for _ in range(PROFILES)]
    episode = 0
    week = nation.weeks[0]
    for first in range(1, nation.made_up + 1, CHUNK):
        rows: dict[str, list[Row]] = {table: [] for table in COLUMNS}
        for person in range(first, min(first + CHUNK, nation.made_up + 1)):
            place, profile, who = chance.choice(profiles)
            told, basket = baskets[int(chance.random() * BASKETS)]
            _person(rows, person, week, place, (*profile, who + told))
            for kind, reasons in basket:
                episode += 1
                rows["episode"].append((episode, person, person, week, place, *kind))
                rows["episode_reason"] += [(episode, *reason) for reason in reasons]
        yield rows


def _person(rows: dict[str, list[Row]], person: int, week: str, place: str, profile: Row) -> None:
    at = bounds(week)[0]
    language = profile[0]
    rows["respondent"].append((person,))
    rows["interview"].append(
        (
            person,
            person,
            1,
            wave_of(at),
            language,
            place,
            "",
            "",
            "",
            False,
            "",
            "completed",
            20,
            20,
            1,
            0,
            0,
            week,
            "",
            at,
            at,
            at,
        )
    )
    rows["profile"].append((person, person, week, place, *profile))


def _profile(chance: random.Random) -> tuple[str, Row, str]:
    one = _chooser(chance)
    region = one(REGIONS)
    settlement = "urban" if region in CITIES else one({"urban": 50, "rural": 50})
    visits = one({code: EASY[code] for code in ("v0", "v1", "v2", "v3", "v5")})
    reasons = one({"": 80, "no_need": 6, "no_skills": 7, "no_eid no_skills": 4, "other_did": 3})
    sex = one({code: REST[code] for code in ("female", "male", "not_said")})
    skills = one({"easy": 62, "hard": 22, "helped": 11, "never": 5})
    place, language, age = one(PLACES), one(LANGUAGES), one(AGES)
    who = Person(region, sex, age, settlement, skills, place, visits, reasons)
    return place, (language, region, sex, age, settlement, skills, visits, reasons), written(who, ())


def _baskets(chance: random.Random) -> list[tuple[str, list[tuple[Row, list[Row]]]]]:
    """What people tell: its lines, and the rows of the same."""
    lists = catalogue(ROOT / "seeds")
    services = [row.choice for row in lists["services"].rows]
    channels = {row.choice.code: row.choice.columns.get("kind", "") for row in lists["channels"].rows}
    fixes = {row.choice.code: row.choice.columns.get("fix", "") for row in lists["reasons"].rows}
    one = _chooser(chance)
    found = []
    for _ in range(BASKETS):
        habits = {code: weight for code, weight in (EASY if chance.random() < 0.7 else HARD).items() if code in channels}
        basket = []
        for service in chance.sample(services, SERVICES_EACH):
            channel, online = one(habits), service.columns.get("online", "")
            csc = channel in CSC_CHANNELS
            tried = one({"tried": 40, "not_tried": 60}) if csc and online != "no" else ""
            named = sorted({one(REASONS) for _ in range(2)} - {"hard_to_say"}) if csc else []
            stated = [ReasonFact(code, fixes[code]) for code in named]
            recency = one({"m1": 38, "m3": 30, "m12": 32})
            kind = service.code, recency, channel, channels[channel], "", tried, csc, first_fix(stated), online
            basket.append(((*kind, service.columns.get("at_csc", "")), [(each.reason, each.fix) for each in stated]))
        found.append((lines(_as_told(*each) for each in basket), basket))
    return found


def _as_told(kind: Row, reasons: list[Row]) -> Episode:
    service, recency, channel, channel_kind, _, *others = kind
    return Episode(service, recency, channel, channel_kind, *others, " ".join(":".join(each) for each in reasons))


def _chooser(chance: random.Random) -> Callable[[Any], str]:
    def one(weights: dict[str, float]) -> str:
        return chance.choices(list(weights), list(weights.values()))[0]

    return one
