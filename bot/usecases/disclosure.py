"""What is disclosed about the figures of a period: gathered from the rows, and frozen beside the figures. Heavy work."""

from collections.abc import Iterator
from typing import Final

from msgspec.structs import replace
from sqlalchemy import Connection

from bot.report.baseline import needed
from bot.stats.disclosure import FLAGS, Check, Compared, Disclosure, Ours, for_outsiders
from bot.stats.figure import MEANS
from bot.stats.summary import Summary
from bot.store import meta, publications
from bot.store import methods as rows
from bot.store.engine import Store, exclusively
from bot.usecases import digest
from bot.usecases.funnel import funnel
from bot.usecases.margins import benchmarks
from bot.usecases.summary import gathered

WORK: Final = "methods"

COMPARED: Final = ("way.both.online", "way.both.csc_operator", "take_up.completed.alone", "people.people.only_csc")
"""Figures that are given with and without what a check marked, beside the most named reason."""


def gather(tx: Connection, summary: Summary, now: int) -> Disclosure:
    """Everything that is disclosed about these figures, for the operator."""
    return Disclosure(
        period=summary.period,
        made_at=now,
        demo=meta.demo(tx),
        people=summary.people,
        interviews=summary.interviews,
        episodes=summary.episodes,
        revisions=rows.revisions(tx, summary.weeks),
        places=rows.places(tx, summary.weeks),
        languages=rows.languages(tx, summary.weeks),
        funnel=funnel(tx, summary.weeks),
        weights=summary.weights,
        benchmarks=benchmarks(tx),
        checks=tuple(_check(tx, summary, flag) for flag in FLAGS),
        ours=tuple(_ours(summary)),
    )


def close_week(store: Store, now: int) -> bool:
    """Freeze the figures of the last week that is over, and what is disclosed about them; were they frozen now?"""
    closed = digest.close_week(store, now)
    freeze_missing(store, now)
    return closed


def freeze_missing(store: Store, now: int) -> bool:
    """Freeze what is disclosed about the last published week, and about its newest version; was there anything to do?

    It is gathered before anything is written: of a nation that takes long, and nobody's answer should wait for it.
    """
    with store.read() as tx:
        found = rows.missing(tx)
        summary = publications.latest(tx, found[0]) if found else None
        if found is None or summary is None:
            return False
        told = replace(for_outsiders(gather(tx, summary, now)), version=found[1])
    with store.write() as tx:
        exclusively(tx, WORK)
        still = rows.missing(tx) == found
        if still:
            rows.freeze(tx, told)
    return still


def _ours(summary: Summary) -> Iterator[Ours]:
    wanted = needed(figure.id for figure in summary.figures)
    for figure in summary.figures:
        if figure.id in wanted:
            yield Ours(
                id=figure.id,
                label=figure.label,
                people=figure.people,
                n=figure.n,
                estimate=figure.estimate,
                low=figure.low,
                high=figure.high,
                mean=figure.group in MEANS,
                published=figure.published,
            )


def _check(tx: Connection, summary: Summary, flag: str) -> Check:
    marked = rows.flagged(tx, summary.weeks, flag)
    return Check(flag, marked, tuple(_compared(tx, summary, flag)) if marked else ())


def _compared(tx: Connection, summary: Summary, flag: str) -> Iterator[Compared]:
    without = {figure.id: figure for figure in gathered(tx, summary.weeks, without=("test", flag)).figures}
    most = next((figure.id for figure in summary.of("reason", "stated") if figure.fix), "")
    for figure in summary.figures:
        if figure.id in (*COMPARED, most) and figure.published and figure.id in without:
            yield Compared(figure.label, figure.estimate, without[figure.id].estimate)
