"""The long table of the full export: every answer that counts, one row for each code, in its own language and revision."""

from collections.abc import Sequence

from bot.report.export.asked import Revision
from bot.report.export.column import Row, Table
from bot.report.export.own import distinct, key, language, own, revision
from bot.report.export.told import Said, Told


def answers_table(revisions: Sequence[Revision]) -> Table:
    """Its columns are the same whatever was asked."""
    return Table(
        "answers",
        distinct(
            [
                *key(_told),
                revision(revisions, _told),
                own("question", "text", lambda said: said.answer.slot.question),
                own("item", "text", lambda said: said.answer.slot.item or None),
                own("code", "text", lambda said: said.code or None),
                own("number", "number", lambda said: said.answer.number),
                own("words", "text", lambda said: said.answer.text or None),
                language("answer_language", lambda said: said.answer.language),
                own("changes", "number", lambda said: said.answer.changes),
            ]
        ),
    )


def rows(table: Table, told: Told) -> list[Row]:
    """The rows of one interview; an answer without a code (a number, words, a skipped question) has one row."""
    answers = (told.answers[slot] for slot in sorted(told.answers))
    return [table.row(Said(told, answer, code)) for answer in answers for code in answer.codes or ("",)]


def _told(said: Said) -> Told:
    return said.told
