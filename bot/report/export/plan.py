"""One export as it is planned before a row is read: its tables, and how an interview becomes rows of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.report.export import answers, uses
from bot.report.export.alike import few
from bot.report.export.asked import Revision
from bot.report.export.column import Row, Table
from bot.report.export.people import interviews
from bot.report.export.told import Told


@dataclass(frozen=True, slots=True)
class Plan:
    """`alike`: for each revision the services that the default export must not give away; empty for a full export."""

    tables: tuple[Table, ...]
    full: bool
    alike: Mapping[int, frozenset[str]]

    def rows(self, told: Told) -> dict[str, list[Row]]:
        """The rows of one interview, by table; nothing if nobody answered anything in it."""
        if not told.said:
            return {}
        people, used, *long = self.tables
        found = {people.name: [people.row(told)], used.name: uses.rows(used, told, self.alike[told.revision])}
        return found | {table.name: answers.rows(table, told) for table in long}


def planned(revisions: Sequence[Revision], *, full: bool) -> Plan:
    """The plan for these revisions of one survey, the oldest first; there must be one."""
    tables = (interviews(revisions), uses.episodes_table(revisions, full=full))
    alike = {each.number: frozenset[str]() if full else few(each.script) for each in revisions}
    return Plan((*tables, answers.answers_table(revisions)) if full else tables, full, alike)
