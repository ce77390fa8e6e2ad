"""A person sees everything that is stored of them. It goes to the chat that asked, and nowhere else."""

from collections.abc import Sequence

from sqlalchemy import Connection

from bot.message import Message
from bot.report import mydata
from bot.report.mydata import Kept, Registered
from bot.stats.weeks import wave_of
from bot.store import interviews, kept, roles
from bot.store.keys import Keys
from bot.texts import LANGUAGES, say


def file(tx: Connection, keys: Keys, person: int, languages: Sequence[str], now: int) -> Message:
    """All of it as a file; `person` is the Telegram id."""
    known = next(iter(interviews.find(tx, keys.person_hashes(person)).values()))
    return mydata.message(kept.of_respondent(tx, known.respondent, _roles(tx, keys, person)), languages, now)


def nothing(tx: Connection, keys: Keys, person: int, now: int) -> Message:
    """There are no answers; a mark that bars the wave, or a role, may be there all the same."""
    barred = interviews.erased(tx, keys.person_hashes(person), wave_of(now))
    held = _roles(tx, keys, person)
    if held:
        return mydata.message(Kept((), address=False, barred=barred, roles=held), LANGUAGES, now)
    return Message("\n\n".join(say(language, f"mydata.{'barred' if barred else 'nothing'}") for language in LANGUAGES))


def _roles(tx: Connection, keys: Keys, person: int) -> tuple[Registered, ...]:
    return kept.roles(tx, [role.id for role in roles.found(tx, keys.role_hashes(person))])
