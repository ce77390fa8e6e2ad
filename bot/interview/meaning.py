"""Where typed words were not understood: what to say, and which other words mean a language, yes, or no."""

import re

from bot.interview.folding import fold
from bot.interview.kinds.typed import find, holds_values
from bot.interview.open import Open, of
from bot.interview.state import State
from bot.script.model import NONE, Script
from bot.texts import LANGUAGE_NAMES, LANGUAGES, phrases, say

PATIENCE = 2
"""After so many failures at one question a person is told how to answer, with an example."""


def notice(script: Script, state: State) -> str:
    """What is said above the question that stands open again; before a language is chosen, in every language."""
    spoken = (state.language,) if state.language else script.languages
    if state.phase == "review":
        # "Type what stands on the button" would lead those who want to change something to send it.
        return say(state.language, "typed.like_card")
    if state.failures < PATIENCE:
        return "\n".join(say(language, "chat.not_understood") for language in spoken)
    if state.phase == "language":
        return "\n".join(say(each, "typed.like_label", label=LANGUAGE_NAMES[each]) for each in spoken)
    if state.phase == "consent":
        return say(state.language, "typed.like_label", label=say(state.language, "chat.consent.yes"))
    return _like(of(script, state))


def _like(shown: Open) -> str:
    """How to answer, with an example from this question."""
    asked, language = shown.question, shown.language
    if asked.kind in ("number", "scale"):
        return say(language, "typed.like_number", number=asked.max or 5)
    if not shown.rows:
        return say(language, "chat.not_understood")
    # Of what was looked up: there «1» is the first that was found.
    rows = [row for _, row in shown.page() if not row.only and not row.typed] if shown.looked else shown.rows
    label = next((row for row in rows if row.code not in asked.ineligible), shown.rows[0]).label[language]
    if holds_values(shown):
        return say(language, "typed.like_label", label=label)
    key = "typed.like_several" if asked.kind == "many" and len(shown.rows) > 1 else "typed.like_choice"
    return say(language, key, label=label)


def tells(shown: Open, words: str) -> bool:
    """Can these words be an answer? Emoji and signs alone are none: nobody could count them, or ask about them as a service."""
    return any(sign.isalnum() for sign in words) or (shown.question.kind == "text" and bool(words))


def language(script: Script, words: str) -> str:
    """The language that is meant: its name in any language, its code, or the number of its button; empty if none is."""
    meant = {fold(name): code for code in script.languages for name in _names(code)}
    numbers = {str(number): code for number, code in enumerate(script.languages, 1)}
    # A code is no word: folded, two letters are too few.
    named = words.casefold().strip()
    return named if named in script.languages else {**meant, **numbers}.get(fold(words), "")


def consent(words: str) -> str:
    """`!yes` or `!no` where all parts of the words say so in any language ("yes, I agree"); empty otherwise."""
    parts = [part for part in map(fold, re.split(r"[,.;!\n]", words)) if part]
    return next((f"!{name}" for name in ("yes", "no") if parts and _meaning(name).issuperset(parts)), "")


_ACTIONS = {"done": "!done", "back": "!back", "skip": "!skip", "list": "#"}

UNCLEAR = "?"
"""In place of a button: a yes or no where none was asked for. It is no name of anything, and not looked up as one."""


def action(shown: Open, words: str) -> str:
    """The button that is meant where somebody types «done», «back», «skip» or «list»; empty where words are an answer.

    Below what was looked up, and to a list, a yes or no says something, too: see `_confirmed` and `_answered`.
    """
    if shown.question.kind == "text" or shown.state.typing:
        return ""
    if shown.looked and (said := consent(words)):
        return _confirmed(shown, said)
    if (said := _plainly(shown, words)) and shown.choices and not find(shown, words):
        return _answered(shown, said)
    meant = next((meant for name, meant in _ACTIONS.items() if fold(words) in map(fold, _listed(f"typed.{name}"))), "")
    # «Next» is said to ticks as well as to a question that may be skipped.
    return "!done" if meant == "!skip" and shown.state.ticks and not shown.question.optional else meant


def _confirmed(shown: Open, said: str) -> str:
    """Yes to the one that was found (marked already: to what is marked), or to keeping the words; to several it is unclear.

    No leads back to the list.
    """
    if said == "!no":
        return "#"
    if not shown.state.hits:
        return "!take"
    if set(shown.state.hits) & set(shown.state.ticks):
        return "!done"
    return f"={shown.state.hits[0]}" if len(shown.state.hits) == 1 else UNCLEAR


def _answered(shown: Open, said: str) -> str:
    """Of what is marked a yes says that this is all; to «which of these?» a no means none of them, where that can be said."""
    if shown.state.ticks:
        return "!done" if said == "!yes" else UNCLEAR
    return f"={NONE}" if said == "!no" and _has_none(shown) else UNCLEAR


def _plainly(shown: Open, words: str) -> str:
    """`!yes` or `!no` for these words alone, not for what else means them: «I do not want to» may be a reason.

    Of what is marked «ok» is a yes, too, and «nothing» a no to which of these there were.
    """
    if fold(words) in map(fold, _listed("onward.nothing")):
        return "!no" if _has_none(shown) else ""
    if shown.state.ticks and consent(words) == "!yes":
        return "!yes"
    return next((f"!{name}" for name in ("yes", "no") if fold(words) in map(fold, _listed(f"plain.{name}"))), "")


def _has_none(shown: Open) -> bool:
    return any(choice.code == NONE for choice in shown.choices)


def _meaning(name: str) -> set[str]:
    labels = {phrases(each)[key] for each in LANGUAGES for key in (f"chat.consent.{name}", f"chat.{name}")}
    return {fold(words) for words in labels | _listed(f"typed.{name}")}


def _names(code: str) -> set[str]:
    return {LANGUAGE_NAMES[code]} | _listed(f"typed.{code}")


def _listed(key: str) -> set[str]:
    """The words of a sentence that is a list with bars, in every language."""
    return {words for each in LANGUAGES for words in phrases(each)[key].split("|")}
