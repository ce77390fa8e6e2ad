"""What others said: a sentence out of the latest publication for somebody who has just answered."""

from collections.abc import Mapping

from sqlalchemy import Connection

from bot.interview.facts import episodes
from bot.interview.state import Answer, State, changed
from bot.report.others import others, others_words
from bot.script.model import Script
from bot.store import publications


def sentence(tx: Connection, script: Script, answers: Mapping[str, Answer], language: str) -> str:
    """About the reasons that these answers name, else about the one named most; empty where nothing may be shown."""
    publication = publications.last_week(tx)
    reasons = {reason.reason for fact in episodes(script, answers.values()) for reason in fact.reasons}
    figure = others(publication, reasons) if publication else None
    return others_words(language, figure, reasons) if figure else ""


def told(tx: Connection, script: Script, state: State) -> State:
    """The state with that sentence, where the last words may come next: the engine itself knows no publication."""
    return changed(state, others=sentence(tx, script, state.answers, state.language)) if state.phase == "review" else state
