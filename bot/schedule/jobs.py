"""What runs by itself, and when: a plain table. The moments are those of Asia/Almaty."""

from dataclasses import dataclass
from typing import Final, TypeAlias


@dataclass(frozen=True, slots=True)
class Weekly:
    """Once a week: `day` as APScheduler names it (mon … sun)."""

    day: str
    hour: int


@dataclass(frozen=True, slots=True)
class Every:
    """Again and again, so many seconds apart; the first time one such pause after the start."""

    seconds: int


When: TypeAlias = Weekly | Every


@dataclass(frozen=True, slots=True)
class Job:
    """`at_start`: also once when the process starts, for what was missed while it was down. `about`: what it is for."""

    name: str
    when: When
    about: str
    at_start: bool = False


JOBS: Final = (
    Job("close_week", Weekly("mon", 3), "freeze the figures of the week that ended", at_start=True),
    Job("digests", Weekly("mon", 9), "write last week's message to every official who does not have it", at_start=True),
    Job("sweep", Every(5), "show again what was committed but not shown", at_start=True),
    Job("drain", Every(3), "send owed messages that are due", at_start=True),
    Job("remind", Every(300), "end what nobody came back to, and owe reminders and invitations", at_start=True),
)
