"""The table of interviews: one row for each, with at most sex, age and kind of settlement of the person."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from bot.report.export.asked import Revision, questions, sources, telling
from bot.report.export.column import Bound, Cell, Table
from bot.report.export.fed import answered, fed
from bot.report.export.own import distinct, key, language, own, place, revision, sentences
from bot.report.export.told import Told, chosen
from bot.script.model import Question, Script

STATUSES: Final = ("completed", "partial", "stopped", "expired")
FLAGS: Final = ("speeder", "burst")

PERSON: Final = ("sex", "age", "settlement")
"""What is told of a person. Never the region beside them, and nothing that feeds no measure: it could be anything."""

OF_PEOPLE: Final = ("visits", "person_reason", "skills", "satisfaction", "intention", "problem")
"""Measures whose answers are told of a person, where they are asked once."""


def interviews(revisions: Sequence[Revision]) -> Table:
    """The columns of the table, from the revisions (oldest first) alone."""
    return Table("interviews", distinct([*_own(revisions), *_person(revisions), *_answers(revisions)]))


def _own(revisions: Sequence[Revision]) -> Iterator[Bound]:
    yield from key(_itself)
    yield own("status", "code", lambda told: told.status, sentences("status", STATUSES))
    yield language("language", lambda told: told.language)
    yield revision(revisions, _itself)
    yield place(_itself)
    for flag in FLAGS:
        yield own(f"flag_{flag}", "mark", _flagged(flag))


def _flagged(flag: str) -> Callable[[Told], Cell]:
    return lambda told: int(flag in told.flags)


def _itself(told: Told) -> Told:
    return told


def _person(revisions: Sequence[Revision]) -> Iterator[Bound]:
    once = sources(revisions, lambda block, asked: not block.over and asked.measures in PERSON)
    for measure in PERSON:
        found = tuple(source for source in once if source.question.measures == measure)
        if found:
            read = _settlement if measure == "settlement" else _first(measure)
            yield Bound(fed(found, revisions[-1].number, measure, "code"), read)


def _answers(revisions: Sequence[Revision]) -> Iterator[Bound]:
    tell_tale = {name for each in revisions for name in telling(each.script)}
    found = sources(
        revisions, lambda block, asked: not block.over and asked.measures in OF_PEOPLE and asked.id not in tell_tale
    )
    for name in questions(found):
        yield from answered([source for source in found if source.question.id == name], revisions[-1].number)


def _first(measure: str) -> Callable[[Told], Cell]:
    def read(told: Told) -> Cell:
        cells = (chosen(told.answer(asked.id)) for asked in _measuring(told.script, measure))
        return next((cell for cell in cells if cell is not None), None)

    return read


def _settlement(told: Told) -> Cell:
    """As it was said; who lives in a city that is a region of its own is not asked, and an empty cell would name the city."""
    said = _first("settlement")(told)
    in_city = said is None and any(_city(told, asked) for asked in _measuring(told.script, "region"))
    return "urban" if in_city else said


def _city(told: Told, asked: Question) -> bool:
    code = chosen(told.answer(asked.id))
    return any(choice.code == code and choice.columns.get("urban") == "yes" for choice in asked.choices)


def _measuring(script: Script, measure: str) -> Iterator[Question]:
    """The questions asked once that feed a measure."""
    return (asked for block in script.blocks if not block.over for asked in block.questions if asked.measures == measure)
