"""The funnel of a period: sums by SQL, and the question at which each interview was left, by the way it would have gone on."""

from collections import Counter
from collections.abc import Sequence

from msgspec.structs import replace
from sqlalchemy import Connection

from bot.interview.route import route, unanswered
from bot.stats.funnel import Funnel, Health
from bot.store import funnel as rows
from bot.store import revisions


def funnel(tx: Connection, weeks: Sequence[str]) -> Funnel:
    """How far the interviews that began in these weeks came, and how each question fared."""
    found = {(health.question, health.language): health for health in rows.questions(tx, weeks)}
    for key, left in _left(tx, weeks).items():
        found[key] = replace(found.get(key, Health(*key, interviews=0)), left=left)
    return Funnel(rows.stages(tx, weeks), tuple(found[key] for key in _in_order(tx, found)), rows.useful(tx, weeks))


def _left(tx: Connection, weeks: Sequence[str]) -> Counter[tuple[str, str]]:
    """Interviews by the question that was open when somebody left, and by language."""
    left = Counter[tuple[str, str]]()
    for leaver in rows.leavers(tx, weeks):
        script = revisions.by_id(tx, {leaver.revision})[leaver.revision]
        slot = unanswered(route(script, leaver.answers), leaver.answers)
        if slot is not None:
            left[slot.question, leaver.language] += 1
    return left


def _in_order(tx: Connection, keys: dict[tuple[str, str], Health]) -> list[tuple[str, str]]:
    """Questions in the order of the newest script that asks them."""
    scripts = revisions.scripts(tx)
    asked = dict.fromkeys(question.id for script in scripts for block in script.blocks for question in block.questions)
    place = {question: at for at, question in enumerate(asked)}
    return sorted(keys, key=lambda key: (place.get(key[0], len(place)), key))
