"""Made-up final interviews for tests of figures: what each person told, written as the desk writes it."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, insert, update
from sqlmodel import col

from bot.interview.state import Answer, Slot
from bot.script.model import Block, Choice, Question, Script
from bot.stats.weeks import wave_of, week_of
from bot.store import answers, episodes, interviews, revisions
from bot.store.tables import Interview, Respondent
from bot.usecases.facts import derived, keep

LANGUAGES = ("kk", "ru", "en")


def text(kk: str, ru: str = "", en: str = "") -> dict[str, str]:
    return dict(zip(LANGUAGES, (kk, ru or kk, en or kk), strict=True))


def cells(column: str, words: dict[str, str]) -> dict[str, str]:
    return {f"{column}_{language}": said for language, said in words.items()}


FIXES = {
    "inform": {
        "do": text("хабарлау", "рассказать", "tell people"),
        "label": text("хабарлау керек", "дело информирования", "a matter of telling people"),
        "owner": text("қызмет иесі", "владелец услуги", "owner of the service"),
    },
    "repair": {
        "do": text("жүйені түзету", "исправить систему", "fix the system"),
        "label": text("портал мен ҰКО-ның ісі", "дело портала и НУЦ", "for the portal and the NCA"),
        "owner": text("портал мен ҰКО", "портал и НУЦ", "portal and NCA"),
    },
    "rule": {
        "do": text("ереже талабы", "так требует правило", "the rules require it"),
        "label": text("ереже талабы", "так требует правило", "the rules require it"),
        "owner": text("ереже жазатындар", "авторы правил", "makers of the rules"),
    },
    "keep": {
        "do": text("адамның өз таңдауы", "выбор человека", "the person’s choice"),
        "label": text("ХҚКО-да қалады", "остаётся за ЦОНом", "stays with the CSC"),
        "owner": text("ХҚКО", "ЦОН", "CSC"),
    },
}


def reason(code: str, fix: str, report: dict[str, str]) -> Choice:
    columns = {"fix": fix} | cells("report", report)
    for name, words in FIXES[fix].items():
        columns |= cells(f"fix_{name}", words)
    return Choice(code, report, columns=columns)


SERVICES = (
    Choice(
        "address",
        text("Мекенжай анықтамасы", "Адресная справка", "Certificate of address"),
        columns={"online": "yes", "at_csc": "yes"},
    ),
    Choice(
        "licence",
        text("Жүргізуші куәлігі", "Водительские права", "Driving licence"),
        columns={"online": "partly", "at_csc": "yes"},
    ),
    Choice("passport", text("Паспорт", "Паспорт", "Passport"), columns={"online": "no", "at_csc": "yes"}),
)
CHANNELS = (
    Choice(
        "csc_operator",
        text("ХҚКО-да қызметкер арқылы", "В ЦОНе, у сотрудника", "At a CSC, with an operator"),
        columns={"kind": "in_person"},
    ),
    Choice(
        "csc_self",
        text("ХҚКО-дағы компьютерде өзім", "В ЦОНе, за компьютером", "At a CSC, on its computer"),
        columns={"kind": "assisted"},
    ),
    Choice(
        "agency",
        text("Әкімдік, емхана, мектепте", "В акимате, школе, поликлинике", "At an akimat, school, clinic"),
        columns={"kind": "in_person"},
    ),
    Choice(
        "egov_mobile", text("eGov Mobile қосымшасы", "Приложение eGov Mobile", "eGov Mobile app"), columns={"kind": "digital"}
    ),
    Choice("egov_portal", text("eGov.kz сайты", "Сайт eGov.kz", "eGov.kz website"), columns={"kind": "digital"}),
    Choice(
        "other_person",
        text("Менің орныма басқа адам алды", "За меня сделал другой человек", "Another person did it"),
        columns={"kind": "proxy"},
    ),
    Choice("dont_remember", text("Есімде жоқ", "Не помню", "I do not remember"), columns={"kind": "unknown"}),
)
REASONS = (
    reason("unaware", "inform", text("онлайн болатынын білмеген", "не знали, что есть онлайн", "did not know it is online")),
    reason("not_online", "rule", text("онлайн алуға болмайды деген", "считают, что онлайн её нет", "think it is not online")),
    reason("eds_fail", "repair", text("ЭЦҚ не SMS-код істемеген", "не сработали ЭЦП или СМС", "signature or SMS code failed")),
    reason("advice", "keep", text("кеңес не көмек керек болған", "нужен был совет или помощь", "needed advice or help")),
    Choice("other", text("басқа себеп", "другая причина", "another reason"), typed=True),
    Choice("hard_to_say", text("айту қиын", "трудно сказать", "hard to say"), only=True),
)


def _asked(name: str, measure: str, choices: Iterable[Choice], kind: str = "one") -> Question:
    return Question(name, kind, text(name), measures=measure, choices=tuple(choices))


SCRIPT = Script(
    survey="told",
    title=text("Told"),
    languages=LANGUAGES,
    consent=text("?"),
    thanks=text("!"),
    blocks=(
        Block((_asked("services", "service", SERVICES, "many"),)),
        Block(
            (
                _asked("recency", "recency", (Choice("m1", text("m1")), Choice("m3", text("m3")), Choice("m12", text("m12")))),
                _asked("channel", "channel", CHANNELS),
                _asked("reasons", "reason", REASONS, "many"),
            ),
            over="services",
        ),
    ),
)


@dataclass(frozen=True)
class Used:
    """One service as a person tells of it."""

    service: str
    channel: str
    reasons: tuple[str, ...] = ()
    recency: str = "m1"


def person(tx: Connection) -> int:
    return tx.execute(insert(Respondent).values().returning(col(Respondent.id))).scalar_one()


def tell(
    tx: Connection,
    at: int,
    *told: Used,
    who: int = 0,
    place: str = "online",
    status: str = "completed",
    flags: str = "",
    script: Script | None = None,
    more: Iterable[Answer] = (),
    useful: str = "",
    language: str = "ru",
) -> int:
    """One final interview at this moment, with its answers and episodes; returns the respondent, a new one unless named.

    `more`: other answers; `useful`: what was said below the last message.
    """
    who, script = who or person(tx), script or SCRIPT
    revision, _ = revisions.publish(tx, script, at, open_=True)
    opened = interviews.Stored(0, who, revision.id, wave_of(at), language, place, "", status, 9, 0)
    interview = interviews.add(tx, opened, at)
    given = [*_answers(told, at), *more]
    answers.keep(tx, [(interview, answer) for answer in given])
    final = {"week": week_of(at), "final_at": at, "flags": flags, "shown_turn": 9, "useful": useful}
    tx.execute(update(Interview).where(col(Interview.id) == interview).values(**final))
    if status in episodes.COUNTED:
        keep(tx, episodes.Source(interview, who, revision.id, week_of(at), place, language), derived(script, given))
    return who


def _answers(told: tuple[Used, ...], at: int) -> Iterable[Answer]:
    yield Answer(Slot("services"), codes=tuple(used.service for used in told), language="ru", at=at)
    for used in told:
        for name, codes in (("recency", (used.recency,)), ("channel", (used.channel,)), ("reasons", used.reasons)):
            if codes:
                yield Answer(Slot(name, used.service), codes=codes, language="ru", at=at)
