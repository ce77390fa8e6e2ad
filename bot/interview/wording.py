"""From a state to the words on the screen, in the person's language."""

from bot.interview import browsing, last, origin, prompts, taps
from bot.interview.card import card, said
from bot.interview.kinds import KINDS
from bot.interview.open import Open, of
from bot.interview.route import first, place, route, unanswered
from bot.interview.state import Answer, State
from bot.message import Button, Message, shorten
from bot.script.model import Choice, Script
from bot.texts import LANGUAGE_NAMES, LANGUAGES, say

MARKED_UNITS = 1500
"""Longest list of what is marked, in UTF-16 units."""


def ask(script: Script, state: State) -> Message:
    """The message that stands open in this state; for a final state its closing words."""
    if state.card and state.phase != "final":
        return prompts.card(script, state)
    match state.phase:
        case "language":
            return languages(script, state)
        case "consent":
            return _consent(script, state)
        case "asking":
            return _question(script, state)
        case "review":
            return card(script, state)
        case "final":
            return closing(script, state)


def closing(script: Script, state: State) -> Message:
    """The last words to a person, by how the interview ended."""
    if state.status == "completed":
        return last.message(script, state)
    return Message(say(state.language or script.languages[0], f"chat.closing.{state.status}"))


def languages(script: Script, state: State) -> Message:
    """Choose a language: the one text that stands in all languages at once."""
    begins = state.phase == "language"
    assured = origin.assurance(state, script.languages) if begins else ""
    asked = "\n".join(say(language, "chat.choose_language") for language in script.languages)
    words = "\n\n".join(filter(None, (assured, asked)))
    rows = tuple((_press(state, LANGUAGE_NAMES[language], f"L{language}"),) for language in script.languages)
    return Message(words, rows)


def settled(script: Script, state: State, answer: Answer) -> Message:
    """The record that an answered question becomes: the question and what was said, no buttons."""
    shown = of(script, state)
    words = said(shown.question, answer, shown.language)
    mark = f"✓ {words}" if words else say(shown.language, "chat.skipped")
    return Message(shown.text(shown.question.ask) + ("" if shown.question.kind == "note" else f"\n\n{mark}"))


def record(text: str, said: str) -> Message:
    return Message(f"{text}\n\n✓ {said}")


def confirm_forget(state: State) -> Message:
    """Are you sure? What goes and what stays, with two buttons; in every language before one is chosen."""
    pairs = [
        [_press(state, say(each, f"chat.forget.{name}"), f"!{name}") for name in ("forget", "keep")] for each in spoken(state)
    ]
    rows = tuple(map(tuple, pairs)) if len(pairs) > 1 else tuple((button,) for button in pairs[0])
    return Message(in_all(state, "chat.forget.ask"), rows)


def spoken(state: State) -> tuple[str, ...]:
    """The person's language; all of them before one is chosen."""
    return (state.language,) if state.language else LANGUAGES


def in_all(state: State, key: str) -> str:
    """A sentence in the person's language, or in all."""
    return "\n\n".join(say(each, key) for each in spoken(state))


def _consent(script: Script, state: State) -> Message:
    text = script.consent[state.language].replace("{operator}", script.operator.get(state.language, "…"))
    rows = tuple((_press(state, say(state.language, f"chat.consent.{name}"), f"!{name}"),) for name in ("yes", "no"))
    return Message("\n\n".join(filter(None, (origin.assurance(state, (state.language,)), text))), rows)


def _question(script: Script, state: State) -> Message:
    shown = of(script, state)
    rows = browsing.categories(shown) + KINDS[shown.question.kind].rows(shown) + browsing.ways(shown) + _way(script, shown)
    asked = (_progress(script, shown) + shown.text(shown.question.ask), browsing.heading(shown), _list(shown))
    said_so = (_limit(shown), _marked(shown) or _earlier(shown), _hint(shown), origin.proposal(shown.question, state))
    parts = (*asked, *said_so)
    return Message("\n\n".join(filter(None, parts)), rows)


def _progress(script: Script, shown: Open) -> str:
    """«Service 1 of 2» above the questions of a group: there the total is certain."""
    slot = shown.state.slot
    number, total, measure = place(script, slot, shown.state.answers) if slot and slot.item else (1, 1, "")
    if total == 1:
        return ""
    key = "chat.progress.service" if measure == "service" else "chat.progress.item"
    return say(shown.language, key, number=number, total=total) + "\n"


def _limit(shown: Open) -> str:
    """How many may be marked, said before somebody meets the limit, and there why nothing else stands to choose from."""
    most = shown.question.max if shown.question.kind == "many" and not shown.state.typing else 0
    return say(shown.language, "many.full" if shown.full else "chat.up_to", number=most) if most > 1 else ""


def _list(shown: Open) -> str:
    if shown.state.typing or not (shown.numbered or shown.looked):
        return ""
    if not shown.numbered:
        return "\n".join(f"{number}. {choice.label[shown.language]}" for number, choice in shown.page())
    listed = [(number, choice) for number, choice in shown.page() if not choice.only and not choice.typed]
    return "\n".join(f"{number}. {_full_text(choice, shown.language)}" for number, choice in listed)


def _full_text(choice: Choice, language: str) -> str:
    return choice.name.get(language) or choice.label[language]


def _marked(shown: Open) -> str:
    """What is marked, in words: a tick may be out of sight, and not everybody sees it."""
    untouched = shown.state.turn == shown.state.opened
    if shown.question.kind != "many" or (untouched and not shown.state.ticks):
        return ""
    chosen = [choice.label[shown.language] for choice in shown.question.choices if choice.code in shown.state.ticks]
    if not chosen:
        return say(shown.language, "chat.nothing_marked")
    return shorten(say(shown.language, "chat.marked", labels=", ".join(chosen)), MARKED_UNITS)


def _earlier(shown: Open) -> str:
    """What was answered here before the person came back: in words, because a ✓ on a button says it to few."""
    slot = shown.state.slot
    answer = shown.state.answers.get(slot.key) if slot and not shown.state.typing else None
    words = said(shown.question, answer, shown.language) if answer else ""
    return say(shown.language, "chat.your_answer", words=words) if words else ""


def _hint(shown: Open) -> str:
    if shown.state.typing:
        return say(shown.language, "chat.type_words")
    if shown.state.words:
        return say(shown.language, "chat.typed_words", words=shown.state.words)
    if shown.looked or shown.state.category:
        return ""
    own = shown.text(shown.question.hint)
    if shown.question.kind == "number" and shown.question.min != shown.question.max:
        return own or say(shown.language, "chat.number_between", low=shown.question.min, high=shown.question.max)
    return own or (say(shown.language, "chat.type_answer") if shown.question.kind == "text" else "")


def _way(script: Script, shown: Open) -> tuple[tuple[Button, ...], ...]:
    earlier = not shown.inside and first(script, shown.state.answers) not in {None, shown.state.slot}
    back = [shown.button(say(shown.language, "chat.back"), "!back")] if earlier else []
    skip = [shown.button(say(shown.language, "chat.skip"), "!skip")] if shown.question.optional else []
    keep = ((shown.button(say(shown.language, "chat.review.keep"), "!card"),),) if answered_all(script, shown.state) else ()
    return (*keep, tuple(back + skip)) if back or skip else keep


def answered_all(script: Script, state: State) -> bool:
    """Was the open question answered before, and every other one, so that the read-back card can come at once?"""
    if state.slot is None or state.slot.key not in state.answers:
        return False
    return unanswered(route(script, state.answers), state.answers) is None


def _press(state: State, words: str, action: str) -> Button:
    return taps.button(state.nonce, state.turn, words, action)
