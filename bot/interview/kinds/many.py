"""Several choices, ticked in place. A tick carries the wanted state, so that a double tap changes nothing."""

from bot.interview.kinds.one import label
from bot.interview.kinds.reading import Given, Marked, Reading, Refused
from bot.interview.kinds.typed import find, look_up, split
from bot.interview.mask import mask
from bot.interview.open import Open, columns
from bot.message import Button
from bot.script.model import Choice
from bot.texts import say

ON, OFF = "✅ ", "⬜ "


def rows(shown: Open) -> tuple[tuple[Button, ...], ...]:
    choices = columns([_tick(shown, number, choice) for number, choice in shown.page()])
    if not shown.state.ticks:
        return choices
    done = say(shown.language, "chat.done", count=len(shown.state.ticks))
    return (*choices, (shown.button(done, "!done"),))


def tap(shown: Open, action: str) -> Reading | None:
    if action in ("!done", "!words"):
        return _done(shown)
    if action == "!take" and shown.looked:
        return _last(shown, _words(shown, shown.state.query))
    chosen = next((choice for choice in shown.choices if action[1:] == choice.code), None)
    if chosen is None or action[0] not in "+-=":
        return None
    return _last(shown, _mark(shown, chosen)) if action[0] in "+=" else _unmark(shown, chosen)


def read(shown: Open, words: str) -> Reading | None:
    whole = find(shown, words)
    if whole:
        # The words that were looked up are those of one's own already.
        return (_words(shown, shown.state.query) if whole.typed and shown.looked else None) or _mark(shown, whole)
    parts = split(words)
    chosen = [find(shown, part) for part in parts]
    if chosen and all(chosen):
        return _mark_all(shown, [choice for choice in chosen if choice])
    if all(part.isdecimal() for part in parts):
        return None
    return look_up(shown, words) or _words(shown, words)


def _tick(shown: Open, number: int, choice: Choice) -> Button:
    marked = choice.code in shown.state.ticks
    if choice.only:
        before = "✓ " if choice.code in shown.earlier and not shown.state.ticks else ""
        return shown.button(before + label(shown, number, choice), f"={choice.code}")
    action = "!take" if choice.typed and shown.looked else f"{'-' if marked else '+'}{choice.code}"
    return shown.button((ON if marked else OFF) + label(shown, number, choice), action)


def _mark(shown: Open, choice: Choice) -> Reading:
    if choice.only:
        return Given((choice.code,))
    return _mark_all(shown, [choice])


def _mark_all(shown: Open, chosen: list[Choice]) -> Reading:
    if any(choice.only for choice in chosen):
        return _mark(shown, chosen[0]) if len(chosen) == 1 else Refused("chat.only_alone")
    ticks = tuple(dict.fromkeys((*shown.state.ticks, *(choice.code for choice in chosen))))
    limit = shown.question.max
    if limit and len(ticks) > limit:
        return Refused("chat.at_most", limit)
    typed = next((choice.code for choice in chosen if choice.typed), "")
    return Marked(ticks, typing=typed or shown.state.typing, words=shown.state.words)


def _unmark(shown: Open, choice: Choice) -> Reading:
    ticks = tuple(code for code in shown.state.ticks if code != choice.code)
    if choice.typed:
        return Marked(ticks)
    return Marked(ticks, typing=shown.state.typing, words=shown.state.words)


def _done(shown: Open) -> Reading:
    least = max(1, shown.question.min)
    if len(shown.state.ticks) < least:
        return Refused("chat.at_least", least)
    return _given(shown, shown.state.ticks, shown.state.words)


def _last(shown: Open, reading: Reading | None) -> Reading | None:
    """The tap that marks as many as may be marked answers the question, as its words say: «done» would be one tap more."""
    if not isinstance(reading, Marked) or reading.typing or reading.ticks == shown.state.ticks:
        return reading
    full = len(reading.ticks) == shown.question.max
    return _given(shown, reading.ticks, reading.words) if full else reading


def _given(shown: Open, ticks: tuple[str, ...], words: str) -> Given:
    # In the order of the question, whatever the order of the taps.
    return Given(tuple(choice.code for choice in shown.question.choices if choice.code in ticks), text=words)


def _words(shown: Open, words: str) -> Reading | None:
    typed = next((choice for choice in shown.choices if choice.typed), None)
    if typed is None:
        return None
    marked = _mark_all(shown, [typed])
    return Marked(marked.ticks, words=mask(words)) if isinstance(marked, Marked) else marked
