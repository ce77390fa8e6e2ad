"""Where somebody came from, in the conversation: what a desk owes them, and the region that stands first."""

from collections.abc import Iterable

from bot.interview.state import State
from bot.script.model import Choice, Question
from bot.texts import say

AT_A_DESK = "csc_site"
"""The kind of place where staff may be standing by."""


def assurance(state: State, languages: Iterable[str]) -> str:
    """What is said first, in these languages, to a person who stands at a CSC's desk; empty elsewhere."""
    return "\n".join(say(language, "origin.desk") for language in languages) if state.place == AT_A_DESK else ""


def proposed_first(asked: Question, choices: tuple[Choice, ...], state: State) -> tuple[Choice, ...]:
    """The choices with the proposed region before the others, where regions are asked. It is never filled in."""
    found = _proposed(asked, state)
    return (found, *(choice for choice in choices if choice.code != found.code)) if found else choices


def proposal(asked: Question, state: State) -> str:
    """Why a region stands first; empty where none is proposed."""
    found = _proposed(asked, state)
    return say(state.language, "origin.region", region=found.label[state.language]) if found else ""


def _proposed(asked: Question, state: State) -> Choice | None:
    if asked.measures != "region":
        return None
    return next((choice for choice in asked.choices if choice.code == state.region), None)
