"""A made-up nation in the tables of final interviews: rows of interview, profile, episode and episode_reason, written in bulk.

Where a publication is measured, its answers stand there, too (`bench/figures/asked.py`). Everything comes from one seed. The
numbers are invented; what matters is their shape: three services a person out of 44, thirteen channels, reasons for CSC visits,
twenty regions of uneven size, and answers that hang together within a person.
"""

import random
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeAlias

import psycopg

from bench.figures import asked
from bench.figures.asked import CITIES, Given, Walk
from bot.interview.facts import CSC_CHANNELS, ReasonFact, first_fix
from bot.sandbox.persona import AGES, EASY, HARD, LANGUAGES, REASONS, REGIONS, REST
from bot.settings import ROOT
from bot.stats.told import Episode, Person, lines, written
from bot.stats.weeks import bounds, wave_of
from bot.usecases.sources import catalogue

BASKETS, PROFILES, CHUNK = 20_000, 5_000, 20_000
SERVICES_EACH: Final = 3
AT_EASE: Final = 0.7
"""The share of the baskets, the first ones, of people who manage well on a phone."""

DRIFT: Final = 0.1
"""How much more people of a week are drawn to the first baskets than those of the week before: so there is a change."""

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
    "answer": "interview_id question item value text language answered_at changes withdrawn",
}


@dataclass(frozen=True, slots=True)
class Nation:
    """`people` interviews, one a person, in these weeks. `people` is a multiple of `copies`: one for each week, or more.

    Making people up takes longer than anything that is measured. So those of the first copy are made up, and the database
    copies them: as other people, of the next week. `asked`: with their answers, and with what they said of the last message;
    what they were asked is the revision 1 that is there already (`asked.publish_script`).
    """

    people: int
    weeks: tuple[str, ...]
    copies: int = 1
    seed: int = 1
    asked: bool = False

    @property
    def episodes(self) -> int:
        return self.people * SERVICES_EACH

    @property
    def made_up(self) -> int:
        return self.people // self.copies


def fill(where: Path | str, nation: Nation) -> None:
    """Write the nation into a database that has the tables: a SQLite file, or the address of one of PostgreSQL."""
    if isinstance(where, Path):
        _fill_sqlite(where, nation)
    else:
        _fill_postgresql(where, nation)


def _fill_sqlite(path: Path, nation: Nation) -> None:
    with sqlite3.connect(path, isolation_level=None) as connection:
        connection.execute("PRAGMA journal_mode=OFF")
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute("PRAGMA cache_size=-400000")
        connection.execute("BEGIN")
        if not nation.asked:
            connection.execute(_NO_SCRIPT)
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


def _fill_postgresql(address: str, nation: Nation) -> None:
    with psycopg.connect(address) as connection:
        # The numbers of a made-up nation need no looking up: they fit.
        connection.execute("SET session_replication_role = replica")
        if not nation.asked:
            connection.execute(_NO_SCRIPT)
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


_NO_SCRIPT = (
    "INSERT INTO revision (id, survey, number, hash, document, published_at, open) "
    'VALUES (1, \'bench\', 1, \'bench\', \'{"survey":"bench","title":{},"languages":[],"consent":{},"thanks":{},'
    '"blocks":[]}\', 0, false)'
)


class _Profile(NamedTuple):
    """Who answers: in which language, and what was answered once."""

    language: str
    who: Person
    given: tuple[Given, ...]


class _Basket(NamedTuple):
    """What a person tells: its lines (`bot.stats.told`), the rows of the same, and what was answered."""

    told: str
    episodes: list[tuple[Row, list[Row]]]
    given: tuple[Given, ...]


def _rows(nation: Nation) -> Iterator[dict[str, list[Row]]]:
    chance = random.Random(nation.seed)  # noqa: S311 - made-up people, no secret
    one, baskets, profiles = _chooser(chance), _baskets(chance), [_profile(chance) for _ in range(PROFILES)]
    episode = 0
    for first in range(1, nation.made_up + 1, CHUNK):
        rows: dict[str, list[Row]] = {table: [] for table in COLUMNS}
        for person in range(first, min(first + CHUNK, nation.made_up + 1)):
            number = (person - 1) * len(nation.weeks) // nation.people
            week, profile, basket = nation.weeks[number], chance.choice(profiles), _drawn(chance, baskets, number)
            walk = asked.walk(chance, week)
            given = (*profile.given, *basket.given) if nation.asked else ()
            useful = one(asked.USEFUL) if nation.asked else ""
            _person(rows, person, week, (profile, basket.told), (walk, len(given), useful))
            rows["answer"] += asked.rows(person, profile.language, walk, given)
            for kind, reasons in basket.episodes:
                episode += 1
                rows["episode"].append((episode, person, person, week, profile.who.place, *kind))
                rows["episode_reason"] += [(episode, *reason) for reason in reasons]
        yield rows


def _drawn(chance: random.Random, baskets: list[_Basket], week: int) -> _Basket:
    return baskets[int(chance.random() ** (1 + DRIFT * week) * len(baskets))]


def _person(rows: dict[str, list[Row]], person: int, week: str, told: tuple[_Profile, str], how: tuple[Walk, int, str]) -> None:
    (profile, episodes), (walk, answers, useful) = told, how
    (language, who, _), begun, ended = profile, walk.opened_at, walk.at(answers)
    state = "", "completed", 20, 20, 1, 0, 0
    rows["respondent"].append((person,))
    rows["interview"].append(
        (person, person, 1, wave_of(begun), language, who.place, "", useful, "", False, *state, week, "", begun, ended, ended)
    )
    once = *who.of, who.visits, who.reasons, written(who, ()) + episodes
    rows["profile"].append((person, person, week, who.place, language, *once))


def _profile(chance: random.Random) -> _Profile:
    one = _chooser(chance)
    region = one(REGIONS)
    settlement = "urban" if region in CITIES else one({"urban": 50, "rural": 50})
    visits = one({code: EASY[code] for code in ("v0", "v1", "v2", "v3", "v5")})
    reasons = one({"": 80, "no_need": 6, "no_skills": 7, "no_eid no_skills": 4, "other_did": 3})
    sex = one({code: REST[code] for code in ("female", "male", "not_said")})
    skills = one({"easy": 62, "hard": 22, "helped": 11, "never": 5})
    place, language, age = one(PLACES), one(LANGUAGES), one(AGES)
    who = Person(region, sex, age, settlement, skills, place, visits, reasons)
    return _Profile(language, who, asked.of_person(who))


def _baskets(chance: random.Random) -> list[_Basket]:
    lists = catalogue(ROOT / "seeds")
    services = [row.choice for row in lists["services"].rows]
    channels = {row.choice.code: row.choice.columns.get("kind", "") for row in lists["channels"].rows}
    fixes = {row.choice.code: row.choice.columns.get("fix", "") for row in lists["reasons"].rows}
    one = _chooser(chance)
    found = []
    for number in range(BASKETS):
        habits = {code: weight for code, weight in (EASY if number < AT_EASE * BASKETS else HARD).items() if code in channels}
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
        told = [_as_told(*each) for each in basket]
        found.append(_Basket(lines(told), basket, asked.of_services((each, one(asked.MARKS)) for each in told)))
    return found


def _as_told(kind: Row, reasons: list[Row]) -> Episode:
    service, recency, channel, channel_kind, _, *others = kind
    return Episode(service, recency, channel, channel_kind, *others, " ".join(":".join(each) for each in reasons))


def _chooser(chance: random.Random) -> Callable[[Any], str]:
    def one(weights: dict[str, float]) -> str:
        return chance.choices(list(weights), list(weights.values()))[0]

    return one
