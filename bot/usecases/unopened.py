"""Events that meet no open interview: which of them begin one, and what the others hear."""

from collections.abc import Iterable

from bot.interview.effects import Alert, Bare, Say
from bot.interview.events import Command, Event, Start, Tap
from bot.interview.taps import Press
from bot.message import Message
from bot.texts import LANGUAGES, say
from bot.usecases.exchange import Incoming, Reply


def everywhere(key: str, languages: Iterable[str] = LANGUAGES, **values: object) -> Message:
    """One sentence in these languages, where a person's language is not known."""
    return Message("\n\n".join(say(language, key, **values) for language in languages))


def outdated(incoming: Incoming, words: str) -> Reply:
    """To a button that means nothing any more: said twice, because not everybody sees an alert."""
    said = (Alert(words), Bare(), Say(Message(words)))
    return Reply(incoming.chat, said, tapped=incoming.message, callback=incoming.callback)


def begins(event: Event) -> bool:
    """Does this open an interview where there is none? Old buttons, /forget, /mydata and /stop do not."""
    return not (isinstance(event, Tap) or (isinstance(event, Command) and event.name in {"forget", "stop", "mydata"}))


def opens(event: Event) -> bool:
    """Does this ask for an interview where the last one is over?"""
    return isinstance(event, Start) or (isinstance(event, Command) and event.name == "again")


def works_always(press: Press) -> bool:
    """Is this a button that does what it says at any time: about erasing, reminders, or the language?"""
    return press.action in {"!forget", "!keep", "!quiet"} or press.action[:1] == "L"
