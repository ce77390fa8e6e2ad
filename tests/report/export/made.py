"""Two revisions of a small survey, people who answered it, and the real survey as it would be published."""

from functools import cache
from pathlib import Path

from bot.interview.state import Answer, Slot
from bot.report.export.asked import Revision
from bot.report.export.told import Told
from bot.script.load import load
from bot.script.model import Answered, Block, Choice, Compare, Question, Ref, Script
from bot.usecases.sources import catalogue

ROOT = Path(__file__).resolve().parents[3]
LANGUAGES = ("kk", "ru", "en")


def text(words):
    return {language: f"{words} ({language})" for language in LANGUAGES}


def choices(*codes):
    return tuple(Choice(code, text(code)) for code in codes)


def question(name, measure, *codes, kind="one", **more):
    return Question(name, kind, text(f"{name}?"), measures=measure, choices=choices(*codes), **more)


def service(code, online, at_csc="yes"):
    return Choice(code, text(code), columns={"online": online, "at_csc": at_csc, "category": "all"})


ALIKE = tuple(service(f"s{number}", "yes") for number in range(1, 6))
RARE = (service("passport", "no"), *(service(f"c{number}", "yes", "check") for number in range(1, 5)))
OTHER = Choice("other", text("other"), typed=True)
CHANNELS = tuple(
    Choice(code, text(code), columns={"kind": kind})
    for code, kind in {"csc_operator": "in_person", "csc_self": "assisted", "egov_mobile": "digital"}.items()
)
REASONS = (
    Choice("unaware", text("unaware"), columns={"fix": "inform"}),
    Choice("not_online", text("not_online"), columns={"fix": "rule"}),
    Choice("other", text("other"), typed=True),
    Choice("hard_to_say", text("hard_to_say"), only=True),
)
VISITED = Compare(Ref("channel"), "in", ("csc_operator", "csc_self"))


def script(*, reasons=REASONS, extra=(), services=(*ALIKE, *RARE, OTHER), about=()):
    """The survey; `extra` questions are asked once at the end, `about` questions of each service."""
    online = Compare(Ref("services", "online"), "!=", ("no",))
    group = (
        question("recency", "recency", "m1", "m3", "m12"),
        Question("channel", "one", text("{item}: how?"), measures="channel", choices=CHANNELS),
        question("tried", "tried_online", "tried", "not_tried", when=online),
        Question("reasons", "many", text("why?"), measures="reason", choices=reasons, when=VISITED),
        *about,
    )
    cities = (Choice("almaty", text("almaty"), columns={"urban": "yes"}), Choice("abai", text("abai")))
    once = (
        question("visits", "visits", "v0", "v1"),
        question("why_not", "person_reason", "no_need", "no_skills", kind="many"),
        Question("region", "one", text("region?"), measures="region", choices=cities),
        question("settlement", "settlement", "urban", "rural", when=Compare(Ref("region"), "!=", ("almaty",))),
        question("sex", "sex", "female", "male"),
        question("job", "", "official", "baker"),
        Question("comment", "text", text("comment?"), optional=True, when=Answered("sex")),
        *extra,
    )
    blocks = (
        Block((question("age", "age", "a18", "a60"),)),
        Block((Question("services", "many", text("which?"), measures="service", choices=services, max=3),)),
        Block(group, over="services"),
        Block(once),
    )
    return Script("small", text("Small"), LANGUAGES, text("?"), text("!"), blocks)


OLD = Revision(1, script(reasons=(*REASONS, Choice("queue", text("queue"), columns={"fix": "keep"}))))
NEW = Revision(2, script(reasons=(REASONS[1], Choice("far", text("far")), REASONS[0], *REASONS[2:])))


def given(slots):
    """Answers by slot key: "age": "a18", "services": ("s1", "s2"), "comment": Words("…")."""
    found = {}
    for key, value in slots.items():
        name, _, item = key.partition("@")
        slot = Slot(name, item)
        codes = (value,) if isinstance(value, str) else value
        found[key] = Answer(slot, codes=codes, language="ru", at=1)
    return found


def visit(service, channel="csc_operator", reasons=("unaware",), tried=""):
    """What somebody says of one service."""
    found = {f"recency@{service}": "m1", f"channel@{service}": channel}
    found |= {f"tried@{service}": tried} if tried else {}
    return found | ({f"reasons@{service}": reasons} if reasons else {})


def told(slots, *, revision=NEW, pseudonym="pa", flags=()):
    """One interview in which this was answered."""
    answers = slots if all(isinstance(value, Answer) for value in slots.values()) else given(slots)
    return Told(
        pseudonym, 13, "2026-W47", revision.number, revision.script, "completed", "ru", "online", frozenset(flags), answers
    )


@cache
def real() -> Script:
    """surveys/service_usage.yaml with the real lists."""
    file = ROOT / "surveys" / "service_usage.yaml"
    loaded = load(file.read_text("utf-8"), file.name, catalogue(ROOT / "seeds"))
    assert loaded.script
    return loaded.script
