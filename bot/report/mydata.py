"""Everything that is stored of one person, as a page that they can read on a phone: /mydata."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from bot.interview import card
from bot.interview.open import of
from bot.interview.route import over
from bot.interview.state import Answer, Draft, Slot, State, Status, changed, drafts
from bot.message import Attachment, Message
from bot.script.model import Script
from bot.stats.weeks import ALMATY
from bot.texts import LANGUAGE_NAMES, say

_PAGES: Final = Environment(
    loader=PackageLoader(__package__), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)
_PLACES: Final = frozenset({"csc_site", "online", "media", "other"})


@dataclass(frozen=True, slots=True)
class Walk:
    """One interview as the database has it. Moments are seconds since 1970; `source` is the title or the code of a link.

    `waiting`: how many messages are owed. `derived`: there are episodes made from the answers. `state`: of an open interview.
    """

    script: Script
    answers: tuple[Answer, ...]
    status: Status
    language: str
    place: str
    source: str
    useful: str
    comment: str
    quiet: bool
    flags: str
    week: str
    opened_at: int
    changed_at: int
    final_at: int | None
    waiting: int = 0
    derived: bool = False
    state: State | None = None


@dataclass(frozen=True, slots=True)
class Registered:
    """A role, by its kind."""

    kind: str
    since_at: int


@dataclass(frozen=True, slots=True)
class Kept:
    """One person: interviews of all waves, the oldest first.

    `address`: an encrypted one is kept. `barred`: everything was erased, and a mark bars the wave.
    """

    walks: tuple[Walk, ...]
    address: bool
    unreachable: bool = False
    opted_in_at: int | None = None
    barred: bool = False
    roles: tuple[Registered, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """One answer in words; `beside` says when, in which language, how often it was changed, and whether it counts."""

    question: str
    answer: str
    beside: str
    withdrawn: str = ""


def message(kept: Kept, languages: Sequence[str], now: int) -> Message:
    """The page as a file, in each of these languages."""
    page = _PAGES.get_template("mydata.html").render(kept=kept, languages=languages, now=now)
    name = f"nege-{datetime.fromtimestamp(now, ALMATY):%Y-%m-%d}.html"
    words = "\n\n".join(say(language, "mydata.file") for language in languages)
    return Message(words, attachment=Attachment(name, page.encode(), "text/html"))


def facts(walk: Walk, language: str) -> list[tuple[str, str]]:
    """What is stored of an interview beside its answers, as names and values; what is empty is left out."""
    moments = {"opened": walk.opened_at, "changed": walk.changed_at, "final": walk.final_at}
    useful = {each: say(language, f"mydata.useful.{each}") for each in ("yes", "no")}
    found = {
        "status.title": say(language, f"mydata.status.{walk.status}"),
        "language": LANGUAGE_NAMES.get(walk.language, ""),
        **{name: _moment(at) if at else "" for name, at in moments.items()},
        "week": walk.week,
        "place.title": say(language, f"mydata.place.{walk.place}") if walk.place in _PLACES else walk.place,
        "source": walk.source,
        "useful.title": useful.get(walk.useful, walk.useful),
        "comment": walk.comment,
        "quiet.title": say(language, "mydata.quiet.on") if walk.quiet else "",
        "flags": walk.flags,
        "waiting": str(walk.waiting or ""),
        "unfinished": _unfinished(walk, language),
    }
    return [(say(language, f"mydata.{name}"), value) for name, value in found.items() if value]


def said(walk: Walk, language: str) -> list[Said]:
    """Every answer in the order of the script, those that are withdrawn too."""
    spoken = _spoken(walk.script, language)
    given = {answer.slot.key: answer for answer in walk.answers}
    state = State(nonce="", seed=0, phase="asking", language=spoken, answers=given)
    return [_said(walk.script, state, given[slot.key], language) for slot in _in_order(walk.script, given)]


def _said(script: Script, state: State, answer: Answer, language: str) -> Said:
    shown = of(script, changed(state, slot=answer.slot))
    beside = [say(language, "mydata.answered", moment=_moment(answer.at), language=LANGUAGE_NAMES.get(answer.language, ""))]
    beside += [say(language, "mydata.changes", number=answer.changes)] if answer.changes else []
    return Said(
        shown.text(shown.question.ask),
        card.said(shown.question, answer, shown.language) or say(language, "chat.skipped"),
        " · ".join(beside),
        say(language, "mydata.withdrawn") if answer.withdrawn else "",
    )


def _in_order(script: Script, given: dict[str, Answer]) -> list[Slot]:
    asked = [(block, question.id) for block, each in enumerate(script.blocks) for question in each.questions]
    places = {question: (block, place) for place, (block, question) in enumerate(asked)}

    def place(slot: Slot) -> tuple[int, int, int]:
        block, number = places[slot.question]
        return block, _item(script, given, slot), number

    return sorted((answer.slot for answer in given.values()), key=place)


def _item(script: Script, given: dict[str, Answer], slot: Slot) -> int:
    """The place of a group's item among those that were chosen; items that are chosen no more stand last."""
    chosen = given[over(script, slot)].codes if slot.item and over(script, slot) in given else ()
    return chosen.index(slot.item) if slot.item in chosen else len(chosen)


def _unfinished(walk: Walk, language: str) -> str:
    """What is marked or typed so far in questions without an answer: the open one, and those that were left by going back."""
    if walk.state is None:
        return ""
    spoken = changed(walk.state, language=_spoken(walk.script, language))
    begun = [draft for draft in drafts(spoken) if draft.ticks or draft.words]
    return "\n\n".join(_begun(walk.script, changed(spoken, slot=draft.slot), draft) for draft in begun)


def _begun(script: Script, state: State, draft: Draft) -> str:
    shown = of(script, state)
    marked = Answer(draft.slot, codes=draft.ticks, text=draft.words)
    return f"{shown.text(shown.question.ask)}\n{card.said(shown.question, marked, shown.language)}"


def _title(walk: Walk, language: str) -> str:
    return walk.script.title[_spoken(walk.script, language)]


def _operator(kept: Kept, language: str) -> str:
    """Who asks, by the newest of the scripts."""
    return kept.walks[-1].script.operator.get(language, "") if kept.walks else ""


def _spoken(script: Script, language: str) -> str:
    return language if language in script.languages else script.languages[0]


def _moment(at: int) -> str:
    return f"{datetime.fromtimestamp(at, ALMATY):%d.%m.%Y %H:%M}"


_PAGES.globals |= {"say": say, "moment": _moment, "said": said, "facts": facts, "title": _title, "operator": _operator}
