"""Who answered, out of the answers: what people are weighted and compared by. By measure, never by the id of a question."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from bot.interview.state import Answer
from bot.script.model import Choice, Script

PROFILE_COLUMNS: Final = ("region", "sex", "age", "settlement", "skills", "visits", "reasons", "satisfaction", "intention")
"""The columns of a profile in its table, in this order."""

URBAN: Final = "urban"


@dataclass(frozen=True, slots=True)
class Profile:
    """Codes of one person's answers about themselves; "" where a question was not asked or not answered.

    `settlement` of somebody in a region that is one city (its column `urban` is "yes") is urban without a question. `reasons`:
    the codes of why nothing was done online, in order, parted by spaces. `satisfaction`, `intention`: numbers of a scale.
    """

    region: str = ""
    sex: str = ""
    age: str = ""
    settlement: str = ""
    skills: str = ""
    visits: str = ""
    reasons: str = ""
    satisfaction: float | None = None
    intention: float | None = None


def profile(script: Script, answers: Iterable[Answer]) -> Profile:
    """The profile of one interview, from answers that are not withdrawn to questions that stand in no group."""
    holding = {answer.slot.key: answer for answer in answers if not answer.withdrawn and not answer.skipped}
    found = {measure: (answer, chosen) for measure, answer, chosen in _measured(script, holding)}
    codes = {measure: " ".join(sorted(choice.code for choice in chosen)) for measure, (_, chosen) in found.items()}
    numbers = {measure: answer.number for measure, (answer, _) in found.items()}
    city = any(choice.columns.get(URBAN) == "yes" for choice in found["region"][1]) if "region" in found else False
    return Profile(
        region=codes.get("region", ""),
        sex=codes.get("sex", ""),
        age=codes.get("age", ""),
        settlement=codes.get("settlement", "") or (URBAN if city else ""),
        skills=codes.get("skills", ""),
        visits=codes.get("visits", ""),
        reasons=codes.get("person_reason", ""),
        satisfaction=numbers.get("satisfaction"),
        intention=numbers.get("intention"),
    )


def _measured(script: Script, holding: dict[str, Answer]) -> Iterator[tuple[str, Answer, tuple[Choice, ...]]]:
    """Each answered question outside of a group that feeds a measure: the measure, the answer, the choices that it named."""
    for block in script.blocks:
        for asked in block.questions if not block.over else ():
            answer = holding.get(asked.id) if asked.measures else None
            if answer is not None:
                yield asked.measures, answer, tuple(choice for choice in asked.choices if choice.code in answer.codes)
