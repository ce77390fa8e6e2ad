"""The table of episodes: one row for each service used. Which service it was is told in the full export only."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from bot.interview.facts import FIXES, episodes
from bot.report.export.asked import Revision, Source, by_cell, questions, service_questions, sources, telling, values
from bot.report.export.column import Bound, Cell, Row, Table, Value
from bot.report.export.fed import answered, fed, mark
from bot.report.export.own import coded, distinct, key, own, place, sentences
from bot.report.export.told import Told, Used
from bot.script.model import Text
from bot.texts import LANGUAGES

CODED: Final = ("recency", "channel", "proxy_channel", "tried_online")
"""Measures that give an episode one code each."""

OF_SERVICES: Final = ("satisfaction", "intention", "problem")
"""Measures whose answers are told of an episode, where they are asked about each service."""

FEW: Final = "few"
"""Stands for a cell that would name the service."""

_ONLINE = ("yes", "partly", "no")
_AT_CSC = ("yes", "no", "check")


def episodes_table(revisions: Sequence[Revision], *, full: bool) -> Table:
    """The columns of the table, from the revisions (oldest first) alone; `full` tells the service and hides nothing."""
    told = (*_own(revisions, full=full), *_coded(revisions, full=full), *_facts(revisions, full=full))
    return Table("episodes", distinct([*told, *_reasons(revisions), *_answers(revisions, full=full)]))


def rows(table: Table, told: Told, alike: frozenset[str]) -> list[Row]:
    """The rows of one interview, in order of what they say: the order of naming would tell something, too.

    `alike`: services like which there are too few others.
    """
    facts = episodes(told.script, told.answers.values())
    found = [table.row(Used(told, fact, fact.service in alike)) for fact in facts]
    return sorted(found, key=lambda row: [(cell is not None, str(cell)) for cell in row])


def _own(revisions: Sequence[Revision], *, full: bool) -> Iterator[Bound]:
    yield from key(_told)
    yield place(_told)
    if full:
        found = sources(revisions, lambda _, asked: asked.measures == "service")
        yield Bound(fed(found, revisions[-1].number, "service", "code"), lambda used: used.fact.service)


def _told(used: Used) -> Told:
    return used.told


def _coded(revisions: Sequence[Revision], *, full: bool) -> Iterator[Bound]:
    for measure in CODED:
        found = _about_services(revisions, (measure,), full=full)
        if found:
            hidden = any(by_cell(source.question) for source in found)
            yield Bound(fed(found, revisions[-1].number, measure, "code"), _fact(measure, hidden=hidden))


def _facts(revisions: Sequence[Revision], *, full: bool) -> Iterator[Bound]:
    blurred = () if full else (FEW,)
    yield own("csc", "mark", lambda used: int(used.fact.csc))
    yield own("online", "code", _cell("online"), sentences("cell", (*_ONLINE, *blurred)))
    yield own("at_csc", "code", _cell("at_csc"), sentences("cell", (*_AT_CSC, *blurred)))
    yield own("fix", "code", _fact("fix", hidden=True), coded((fix, _fix(revisions, fix)) for fix in FIXES))


def _reasons(revisions: Sequence[Revision]) -> Iterator[Bound]:
    found = _about_services(revisions, ("reason",), full=True)
    if not found:
        return
    yield own("reason_stated", "mark", lambda used: int(bool(used.fact.reasons)) if used.fact.csc else None)
    only = {choice.code for source in found for choice in source.question.choices if choice.only}
    for value in values(found, revisions[-1].number):
        if value.code not in only:
            yield Bound(mark(found, value, f"reason_{value.code}"), _reason(value))


def _reason(value: Value) -> Callable[[Used], Cell]:
    def read(used: Used) -> Cell:
        if not used.fact.reasons or used.revision not in value.revisions:
            return None
        return int(any(reason.reason == value.code for reason in used.fact.reasons))

    return read


def _answers(revisions: Sequence[Revision], *, full: bool) -> Iterator[Bound]:
    found = [source for source in _about_services(revisions, OF_SERVICES, full=full) if full or not by_cell(source.question)]
    for name in questions(found):
        yield from answered([source for source in found if source.question.id == name], revisions[-1].number)


def _about_services(revisions: Sequence[Revision], measures: Sequence[str], *, full: bool) -> tuple[Source, ...]:
    """Questions asked about each service; unless `full`, none that is asked of some services only, by their codes."""
    scripts = {revision.number: revision.script for revision in revisions}
    left_out = set() if full else {name for each in scripts.values() for name in telling(each) - service_questions(each)}
    over = {name for each in scripts.values() for name in service_questions(each)}
    return sources(
        revisions, lambda block, asked: block.over in over and asked.measures in measures and asked.id not in left_out
    )


def _fact(name: str, *, hidden: bool) -> Callable[[Used], Cell]:
    """A code of the episode; `hidden`: not told where it, or its absence, could name the service."""
    return lambda used: None if hidden and used.few else getattr(used.fact, name) or None


def _cell(name: str) -> Callable[[Used], Cell]:
    return lambda used: FEW if used.few else getattr(used.fact, name) or None


def _fix(revisions: Sequence[Revision], fix: str) -> Text:
    """Whose business it is, as the newest catalogue says: "owner of the service"."""
    for revision in reversed(revisions):
        for block in revision.script.blocks:
            for question in block.questions:
                for choice in question.choices:
                    if choice.columns.get("fix") == fix and choice.columns.get("fix_owner_en"):
                        return {language: choice.columns.get(f"fix_owner_{language}", fix) for language in LANGUAGES}
    return dict.fromkeys(LANGUAGES, fix)
