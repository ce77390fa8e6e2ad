"""Episodes out of answers: what figures count. By measure, never by the id of a question, so that any survey can feed them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from bot.interview.state import Answer, Slot
from bot.script.model import Choice, Measure, Question, Script

CSC_CHANNELS: Final = ("csc_operator", "csc_helped", "csc_self")
"""An episode through one of these channels is a CSC visit."""

FIXES: Final = ("rule", "keep", "access", "help", "repair", "inform")
"""Who could change a reason. A visit with several reasons belongs to the first of these that is among them."""

EPISODE_COLUMNS: Final = (
    "service", "recency", "channel", "channel_kind", "proxy_channel", "tried_online", "csc", "fix", "online", "at_csc",
)  # fmt: skip
"""The columns of an episode in every table and export, in this order; its reasons follow."""


@dataclass(frozen=True, slots=True)
class ReasonFact:
    """A stated reason of a CSC visit, and who could change it ("": nobody knows before the words are read)."""

    reason: str
    fix: str = ""


@dataclass(frozen=True, slots=True)
class EpisodeFact:
    """One service used, its latest occasion.

    `channel_kind`, `online` and `at_csc` are cells of the revision's lists. `reasons` and `fix` are empty unless `csc`. A
    choice that excludes all others ("hard to say") states no reason; a visit without a stated reason has no `reasons`. They
    stand in order of their codes, because a table has no other order.
    """

    service: str
    channel: str
    recency: str = ""
    channel_kind: str = ""
    proxy_channel: str = ""
    tried_online: str = ""
    csc: bool = False
    fix: str = ""
    online: str = ""
    at_csc: str = ""
    reasons: tuple[ReasonFact, ...] = ()


def episodes(script: Script, answers: Iterable[Answer]) -> tuple[EpisodeFact, ...]:
    """One episode for each chosen service whose channel is known, from answers that are not withdrawn, in order of choice."""
    holding = {answer.slot.key: answer for answer in answers if not answer.withdrawn and not answer.skipped}
    found: dict[str, EpisodeFact] = {}
    for place in _places(script, holding):
        fact = _episode(place)
        if fact is not None:
            found.setdefault(fact.service, fact)
    return tuple(found.values())


@dataclass(frozen=True, slots=True)
class _Place:
    """One pass through the group: a chosen service, the questions asked about it, and every answer that holds."""

    service: Choice
    questions: tuple[Question, ...]
    holding: Mapping[str, Answer]

    def chosen(self, measure: Measure) -> tuple[Choice, ...]:
        """The choices marked in the question that was answered among those that feed a measure."""
        for asked in self.questions:
            answer = self.holding.get(Slot(asked.id, self.service.code).key) if asked.measures == measure else None
            if answer is not None:
                return tuple(_choice(asked, code) for code in answer.codes)
        return ()

    def code(self, measure: Measure) -> str:
        return next((choice.code for choice in self.chosen(measure)), "")


def _places(script: Script, holding: Mapping[str, Answer]) -> Iterator[_Place]:
    for asked in (question for block in script.blocks for question in block.questions if question.measures == "service"):
        answer = holding.get(asked.id)
        group = tuple(question for block in script.blocks if block.over == asked.id for question in block.questions)
        for code in answer.codes if answer else ():
            service = _choice(asked, code)
            if not service.only:
                yield _Place(service, group, holding)


def _episode(place: _Place) -> EpisodeFact | None:
    channel = next(iter(place.chosen("channel")), None)
    if channel is None:
        return None
    online = place.service.columns.get("online", "")
    csc = channel.code in CSC_CHANNELS
    reasons = _reasons(place.chosen("reason"), online) if csc else ()
    return EpisodeFact(
        service=place.service.code,
        channel=channel.code,
        recency=place.code("recency"),
        channel_kind=channel.columns.get("kind", ""),
        proxy_channel=place.code("proxy_channel"),
        tried_online=place.code("tried_online"),
        csc=csc,
        fix=first_fix(reasons),
        online=online,
        at_csc=place.service.columns.get("at_csc", ""),
        reasons=reasons,
    )


def _reasons(chosen: Iterable[Choice], online: str) -> tuple[ReasonFact, ...]:
    stated = sorted((choice for choice in chosen if not choice.only), key=lambda choice: choice.code)
    return tuple(ReasonFact(choice.code, _fix(choice, online)) for choice in stated)


def _fix(reason: Choice, online: str) -> str:
    """Who could change a reason: to believe that a service is not online, where it is, is a lack of knowledge."""
    if reason.code == "not_online" and online == "yes":
        return "inform"
    return reason.columns.get("fix", "")


def first_fix(reasons: Iterable[ReasonFact]) -> str:
    """Whose the visit is: the first of FIXES among its reasons, or an empty string."""
    named = {reason.fix for reason in reasons}
    return next((fix for fix in FIXES if fix in named), "")


def _choice(asked: Question, code: str) -> Choice:
    """The choice with its cells; a code that the revision does not know (it should not happen) has no cells."""
    return next((choice for choice in asked.choices if choice.code == code), Choice(code, {}))
