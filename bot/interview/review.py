"""What people do at the read-back card: send, choose a line to change, go back."""

from bot.interview import card, wording
from bot.interview.answering import back, finish, reopen
from bot.interview.effects import Ask, Redraw, Settle, Turn
from bot.interview.folding import fold
from bot.interview.route import question
from bot.interview.state import State, changed
from bot.script.model import Script
from bot.texts import LANGUAGES, phrases, say


def tap(script: Script, state: State, action: str) -> Turn | None:
    """What a button means at the card; None if nothing."""
    match action:
        case "!send":
            return _send(script, state)
        case "!back":
            return back(script, state)
    line = _numbered(script, state, action[1:]) if action[:1] == "@" else None
    if line is None:
        return None
    opened = reopen(script, state, line.slot)
    return Turn(opened, (Redraw(wording.ask(script, opened)),))


def read(script: Script, state: State, words: str) -> Turn | None:
    """What typed words mean at the card: the number or name of a line, "send" or "change"; None if nothing."""
    spoken = fold(words)
    line = _numbered(script, state, spoken) or _called(script, state, spoken)
    if line:
        named = say(state.language, "chat.review.changing", name=card.name(question(script, line.slot), state.language))
        return _below(script, state, reopen(script, state, line.slot), named)
    if spoken in _words("send", "send_words"):
        return _send(script, state)
    if spoken in _words("change_words"):
        return _below(script, state, changed(state, turn=state.turn + 1), words)
    return None


def _below(script: Script, state: State, after: State, said: str) -> Turn:
    """After typed words the card becomes a short record, and what is open now comes below them."""
    settle = Settle(wording.record(say(state.language, "chat.review.check"), said))
    return Turn(after, (settle, Ask(wording.ask(script, after))))


def _send(script: Script, state: State) -> Turn:
    settle = Settle(wording.record(card.listing(script, state), say(state.language, "chat.review.sent")))
    return finish(script, state, "completed", settle)


def _numbered(script: Script, state: State, digits: str) -> card.Line | None:
    if not digits.isdecimal() or len(digits) > len("9999"):
        return None
    return next((line for line in card.lines(script, state) if line.number == int(digits)), None)


def _called(script: Script, state: State, spoken: str) -> card.Line | None:
    """The line of this name, in the language of the card; None where several have it (one for each service)."""
    named = [
        line for line in card.lines(script, state) if fold(card.name(question(script, line.slot), state.language)) == spoken
    ]
    return named[0] if len(named) == 1 else None


def _words(*keys: str) -> set[str]:
    """What may be typed, parted by commas, in every language: people mix them."""
    texts = (phrases(language)[f"chat.review.{key}"] for language in LANGUAGES for key in keys)
    return {fold(words) for text in texts for words in (text, *text.split(","))}
