"""Taking data home: records under pseudonyms into files that nobody else reads, and a note of it in the audit."""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import Connection

from bot.errors import ExportError
from bot.report.export.asked import Revision
from bot.report.export.codebook import About, codebook
from bot.report.export.files import Add, Job
from bot.report.export.formats import WRITERS
from bot.report.export.plan import Plan, planned
from bot.report.export.told import Told
from bot.store import audit, meta, records, revisions
from bot.store import export as stored
from bot.store.engine import Store
from bot.store.keys import Keys, Pseudonyms
from bot.usecases.landing import free, settle, workshop

CHUNK: Final = 500
"""Interviews whose answers are in memory at a time."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for.

    `series` names pseudonyms that stay the same; empty: they are good for this export only. `survey` empty: the open one.
    `weeks` empty: all. `output`: a folder, new or empty, or for a workbook a file. `language`: of labels in SPSS, Parquet.
    """

    format: str
    output: Path
    weeks: tuple[str, ...] = ()
    series: str = ""
    survey: str = ""
    full: bool = False
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Exported:
    """What lies where: rows by table; `others` are surveys that are not in it."""

    files: tuple[Path, ...]
    rows: Mapping[str, int]
    survey: str
    weeks: tuple[str, ...]
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Ground:
    """What is known before a row is read."""

    survey: str
    others: tuple[str, ...]
    revisions: Mapping[int, Revision]
    weeks: tuple[str, ...]
    demo: bool
    pseudonyms: Pseudonyms

    @property
    def scripts(self) -> Sequence[Revision]:
        return sorted(self.revisions.values(), key=lambda revision: revision.number)


def export(store: Store, keys: Keys | None, wanted: Wanted, now: int) -> Exported:
    """Write the files, all or none; the audit knows of them before they lie in their place.

    `keys` may be None where no series is named.

    Raises:
        ExportError: nothing is published, the output is there already, the key of the series is gone, or what the format
            cannot hold.
    """
    target = free(wanted.output, wanted.format)
    with store.read() as tx:
        ground = _ground(tx, keys, wanted)
    plan = planned(ground.scripts, full=wanted.full)
    with workshop(target) as folder:
        rows = _write(store, ground, plan, WRITERS[wanted.format](_job(folder, ground, plan, wanted, now)))
        _note(store, ground, wanted, rows, now)
        files = settle(folder, target)
    return Exported(files, rows, ground.survey, ground.weeks, ground.others)


def _ground(tx: Connection, keys: Keys | None, wanted: Wanted) -> _Ground:
    listed = revisions.listed(tx)
    surveys = list(dict.fromkeys(each.survey for each in sorted(listed, key=lambda each: (not each.open, -each.at))))
    survey = wanted.survey or next(iter(surveys), "")
    if survey not in surveys:
        raise ExportError(f"No survey {survey!r} was published; there are: {', '.join(surveys) or 'none'} (see nege scripts).")
    own = [each for each in listed if each.survey == survey]
    scripts = revisions.by_id(tx, {each.id for each in own})
    return _Ground(
        survey=survey,
        others=tuple(name for name in surveys if name != survey),
        revisions={each.id: Revision(each.number, scripts[each.id]) for each in own},
        weeks=wanted.weeks or records.weeks(tx),
        demo=meta.demo(tx),
        pseudonyms=_pseudonyms(tx, keys, wanted.series),
    )


def _pseudonyms(tx: Connection, keys: Keys | None, series: str) -> Pseudonyms:
    if not series:
        return Pseudonyms(secrets.token_bytes(32))
    if keys is None:
        raise ExportError(f"The series {series!r} needs a key.")
    known, held = meta.get(tx, _mark(series)), keys.pseudonyms(series)
    found = next((each for each in held if each.mark == known), None) if known else held[0]
    if found is None:
        raise ExportError(
            f"The series {series!r} was begun under another key: add that key to NEGE_SECRET_KEY, behind the newest, or begin "
            "a new series."
        )
    return found


def _mark(series: str) -> str:
    return f"export {series}"


def _job(folder: Path, ground: _Ground, plan: Plan, wanted: Wanted, now: int) -> Job:
    weeks = _span(ground.weeks)
    about = About(ground.survey, weeks, wanted.series, wanted.full, ground.demo)
    title = " ".join(["DEMO"] * ground.demo + ["Nege", ground.survey, weeks])
    prefix = "demo_" if ground.demo else ""
    return Job(folder, plan.tables, codebook(plan.tables, about), title, wanted.language, now, prefix)


def _span(weeks: Sequence[str]) -> str:
    return "..".join(dict.fromkeys((*weeks[:1], *weeks[-1:]))) or "–"


def _write(store: Store, ground: _Ground, plan: Plan, start: AbstractContextManager[Add]) -> dict[str, int]:
    rows = {table.name: 0 for table in plan.tables}
    with start as add:
        for told in _told(store, ground):
            for name, found in plan.rows(told).items():
                add(name, found)
                rows[name] += len(found)
    return rows


def _told(store: Store, ground: _Ground) -> Iterator[Told]:
    """Week by week, in order of pseudonyms. Each is a transaction: the log that is emptied after an erasure waits for none."""
    for week in ground.weeks:
        with store.read() as tx:
            whose = stored.of_week(tx, week, ground.revisions)
            names = {each.interview: ground.pseudonyms.of(each.respondent, each.first) for each in whose}
            order = sorted(names, key=names.__getitem__)
            for first in range(0, len(order), CHUNK):
                for record in stored.records(tx, order[first : first + CHUNK]):
                    yield _as_told(ground, record, names[record.id])


def _as_told(ground: _Ground, record: stored.Record, pseudonym: str) -> Told:
    revision = ground.revisions[record.revision]
    return Told(
        pseudonym=pseudonym,
        wave=record.wave,
        week=record.week,
        revision=revision.number,
        script=revision.script,
        status=record.status,
        language=record.language,
        place=record.place,
        flags=frozenset(record.flags.split()),
        answers={answer.slot.key: answer for answer in record.answers if not answer.withdrawn},
    )


def _note(store: Store, ground: _Ground, wanted: Wanted, rows: Mapping[str, int], now: int) -> None:
    """What was taken, and how many rows; who ran the command is not known."""
    counts = ", ".join(f"{number} {name}" for name, number in rows.items())
    pseudonyms = f"series {wanted.series}" if wanted.series else "no series"
    detail = f"{wanted.format}, {ground.survey}, weeks {_span(ground.weeks)}, {pseudonyms}: {counts}"
    with store.write() as tx:
        audit.note(tx, now, "export full" if wanted.full else "export", detail)
        if wanted.series:
            meta.put(tx, _mark(wanted.series), ground.pseudonyms.mark)
