"""Exactly one choice. A typed choice asks for words first."""

from bot.interview.kinds.reading import Given, Marked, Reading
from bot.interview.kinds.typed import doubtful, find, look_up
from bot.interview.mask import mask
from bot.interview.open import Open, columns
from bot.message import Button
from bot.script.model import Choice
from bot.texts import say


def rows(shown: Open) -> tuple[tuple[Button, ...], ...]:
    if shown.state.typing:
        return ((shown.button(say(shown.language, "chat.without_words"), "!words"),),)
    return columns(
        [
            shown.button(_chosen_before(shown, choice) + label(shown, number, choice), _action(shown, choice))
            for number, choice in shown.page()
        ]
    )


def _chosen_before(shown: Open, choice: Choice) -> str:
    # After «back» the answer that stands is seen on its button.
    return "✓ " if choice.code in shown.earlier else ""


def _action(shown: Open, choice: Choice) -> str:
    return "!take" if choice.typed and shown.looked else f"={choice.code}"


def label(shown: Open, number: int, choice: Choice) -> str:
    """The label of a choice, with its number where the message lists it by number."""
    words = choice.label[shown.language]
    return f"{number} · {words}" if shown.numbered and not choice.only and not choice.typed else words


def tap(shown: Open, action: str) -> Reading | None:
    if action == "!words" and shown.state.typing:
        return Given((shown.state.typing,))
    if action == "!take" and shown.looked:
        return _words(shown, shown.state.query)
    chosen = next((choice for choice in shown.choices if f"={choice.code}" == action), None)
    return _chosen(chosen) if chosen else None


def read(shown: Open, words: str) -> Reading | None:
    if shown.state.typing:
        return look_up(shown, words) or Given((shown.state.typing,), text=mask(words))
    chosen = find(shown, words)
    if chosen and chosen.typed and shown.looked:
        return _words(shown, shown.state.query)
    return _chosen(chosen) if chosen else doubtful(shown, words) or look_up(shown, words) or _words(shown, words)


def _words(shown: Open, words: str) -> Reading | None:
    typed = next((choice.code for choice in shown.choices if choice.typed), "")
    return Given((typed,), text=mask(words)) if typed and not words.strip().isdecimal() else None


def _chosen(choice: Choice) -> Reading:
    return Marked((), typing=choice.code) if choice.typed else Given((choice.code,))
