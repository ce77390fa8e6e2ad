"""A transcript as steps: what a citizen does, and what the bot does then. The format is that of `bot.interview.transcript`."""

import re
from dataclasses import dataclass, field

from bot.interview.transcript import Entry, read

OPENS = ("citizen> ", "later> ", "reminder>")
SPOKEN = re.compile(r"(bot|edit|redraw|alert|bare|keep|end|forget|quiet|file|last)> ?(.*)")
LABEL = re.compile(r"\[(.*?)\](?= \[|$)")
ASIDE = ("/forget", "/language")
"""What asks something of its own, beside the open question."""


@dataclass
class Said:
    """What the bot does: `speaker` as in the transcript. `asks`: from now on this message is the open question."""

    speaker: str
    lines: list[str]
    rows: list[list[str]] = field(default_factory=list)
    asks: bool = False

    @property
    def text(self) -> str:
        return "\n".join(line.rstrip() for line in self.lines).strip()


@dataclass(frozen=True)
class Step:
    """`number` counts from 1."""

    number: int
    entry: Entry
    told: tuple[Said, ...]

    def __str__(self) -> str:
        return f"step {self.number}, {self.entry.speaker}> {self.entry.said}"


def steps(text: str) -> list[Step]:
    """All of a transcript but its heading."""
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    marked = any(line.startswith("  open: ") for line in lines)
    chunks: list[list[str]] = []
    for line in lines:
        chunks += [[]] if line.startswith(OPENS) else []
        chunks[-1].append(line)
    return [_step(number, chunk, marked=marked) for number, chunk in enumerate(chunks, 1)]


def origin(text: str) -> tuple[str, str]:
    """The place of recruitment and the region that its link tells; both empty where nobody was led here."""
    found = re.search(r"^# from .*?(\S+) (\S+)$", text, re.MULTILINE)
    return (found[1], found[2]) if found else ("", "")


def seed(text: str) -> int | None:
    """The seed of all shuffles; None where the transcript leaves that to the desk."""
    found = re.search(r"^# .*\bseed (\d+)", text, re.MULTILINE)
    return int(found[1]) if found else None


def kept(walk: list[Step]) -> set[str]:
    """What the database should hold in the end, as `keep>` lines; the last word about each question counts."""
    found: dict[str, str] = {}
    for said in (said for step in walk for said in step.told):
        if said.speaker == "keep":
            found[said.text.split(" = ")[0]] = said.text
        elif said.speaker == "forget" or (said.speaker == "end" and said.text in {"declined", "ineligible"}):
            found.clear()
    return set(found.values())


def ended(step: Step) -> bool:
    return any(said.speaker == "end" for said in step.told)


def _step(number: int, chunk: list[str], *, marked: bool) -> Step:
    (entry,) = read("\n".join(chunk))
    answer = next((place for place, line in enumerate(chunk) if SPOKEN.match(line)), len(chunk))
    told = _told(chunk[answer:])
    if not marked:
        # A conversation with the desk does not name the open question: it is what has buttons and does not stand beside it.
        for said in told:
            said.asks = bool(said.rows) and entry.speaker == "citizen" and entry.said not in ASIDE
    return Step(number, entry, tuple(told))


def _told(lines: list[str]) -> list[Said]:
    found: list[Said] = []
    for line in lines:
        spoken = SPOKEN.match(line)
        if spoken:
            found.append(Said(spoken[1], [spoken[2]]))
        elif line.startswith("  buttons: "):
            # The buttons of a message that has a file stand below what is in the file.
            message = next(said for said in reversed(found) if said.speaker != "file")
            message.rows.append(LABEL.findall(line.removeprefix("  buttons: ")))
        elif line.startswith("  open: "):
            found[-1].asks = True
        else:
            found[-1].lines.append(line.removeprefix("  "))
    return found
