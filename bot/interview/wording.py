"""From a state to the words on the screen, in the person's language."""

from bot.interview import taps
from bot.interview.kinds import KINDS
from bot.interview.open import Open, of
from bot.interview.route import first
from bot.interview.state import Answer, State, Status
from bot.message import Button, Message
from bot.script.model import Choice, Script
from bot.texts import LANGUAGE_NAMES, say


def ask(script: Script, state: State) -> Message:
    """The message that stands open in this state; for a final state its closing words."""
    match state.phase:
        case "language":
            return languages(script, state)
        case "consent":
            return _consent(script, state)
        case "asking":
            return _question(script, state)
        case "final":
            return closing(script, state.language, state.status)


def closing(script: Script, language: str, status: Status) -> Message:
    """The last words to a person, by how the interview ended."""
    if status == "completed":
        return Message(script.thanks[language])
    return Message(say(language or script.languages[0], f"chat.closing.{status}"))


def languages(script: Script, state: State) -> Message:
    """Choose a language: the one text that stands in all languages at once."""
    words = "\n".join(say(language, "chat.choose_language") for language in script.languages)
    rows = tuple((_press(state, LANGUAGE_NAMES[language], f"L{language}"),) for language in script.languages)
    return Message(words, rows)


def settled(script: Script, state: State, answer: Answer) -> Message:
    """The record that an answered question becomes: the question and what was said, no buttons."""
    shown = of(script, state)
    said = _said(shown, answer)
    mark = f"✓ {said}" if said else say(shown.language, "chat.skipped")
    return Message(shown.text(shown.question.ask) + ("" if shown.question.kind == "note" else f"\n\n{mark}"))


def record(text: str, said: str) -> Message:
    return Message(f"{text}\n\n✓ {said}")


def confirm_forget(state: State) -> Message:
    """Are you sure? What goes and what stays, with two buttons."""
    rows = tuple((_press(state, say(state.language, f"chat.forget.{name}"), f"!{name}"),) for name in ("forget", "keep"))
    return Message(say(state.language, "chat.forget.ask"), rows)


def _consent(script: Script, state: State) -> Message:
    text = script.consent[state.language].replace("{operator}", script.operator.get(state.language, "…"))
    rows = tuple((_press(state, say(state.language, f"chat.consent.{name}"), f"!{name}"),) for name in ("yes", "no"))
    return Message(text, rows)


def _question(script: Script, state: State) -> Message:
    shown = of(script, state)
    rows = KINDS[shown.question.kind].rows(shown) + _pages(shown) + _way(script, shown)
    parts = (shown.text(shown.question.ask), _list(shown), _marked(shown), _hint(shown))
    return Message("\n\n".join(filter(None, parts)), rows)


def _list(shown: Open) -> str:
    if not shown.numbered or shown.state.typing:
        return ""
    listed = [(number, choice) for number, choice in shown.page() if not choice.only and not choice.typed]
    return "\n".join(f"{number}. {_full_text(choice, shown.language)}" for number, choice in listed)


def _full_text(choice: Choice, language: str) -> str:
    return choice.name.get(language) or choice.label[language]


def _marked(shown: Open) -> str:
    # On another page a tick is out of sight.
    if shown.pages == 1 or not shown.state.ticks:
        return ""
    chosen = (choice for choice in shown.choices if choice.code in shown.state.ticks)
    return say(shown.language, "chat.marked", labels=", ".join(choice.label[shown.language] for choice in chosen))


def _hint(shown: Open) -> str:
    if shown.state.typing:
        return say(shown.language, "chat.type_words")
    if shown.state.words:
        return say(shown.language, "chat.typed_words", words=shown.state.words)
    own = shown.text(shown.question.hint)
    if shown.question.kind == "number" and shown.question.min != shown.question.max:
        return own or say(shown.language, "chat.number_between", low=shown.question.min, high=shown.question.max)
    return own or (say(shown.language, "chat.type_answer") if shown.question.kind == "text" else "")


def _pages(shown: Open) -> tuple[tuple[Button, ...], ...]:
    if shown.pages == 1 or shown.state.typing:
        return ()
    # Each on its own row: side by side the words would not fit on a small phone.
    page = shown.state.page
    later = ((shown.button(_page_on(shown), f"p{page + 1}"),),) if page + 1 < shown.pages else ()
    earlier = ((shown.button(say(shown.language, "chat.page_back"), f"p{page - 1}"),),) if page else ()
    return later + earlier


def _page_on(shown: Open) -> str:
    return say(shown.language, "chat.page_on", page=shown.state.page + 2, pages=shown.pages)


def _way(script: Script, shown: Open) -> tuple[tuple[Button, ...], ...]:
    earlier = first(script, shown.state.answers) not in {None, shown.state.slot}
    back = [shown.button(say(shown.language, "chat.back"), "!back")] if earlier else []
    skip = [shown.button(say(shown.language, "chat.skip"), "!skip")] if shown.question.optional else []
    return (tuple(back + skip),) if back or skip else ()


def _said(shown: Open, answer: Answer) -> str:
    if answer.number is not None:
        return f"{answer.number:g}"
    chosen = [choice for choice in shown.question.choices if choice.code in answer.codes]
    labels = [answer.text if choice.typed and answer.text else choice.label[shown.language] for choice in chosen]
    return ", ".join(labels) or answer.text


def _press(state: State, words: str, action: str) -> Button:
    return taps.button(state.nonce, state.turn, words, action)
