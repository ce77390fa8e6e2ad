"""What others said: a sentence out of the latest publication for somebody who has just answered."""

import logging
from collections.abc import Mapping

import msgspec
from sqlalchemy import Connection

from bot.errors import traced
from bot.interview.facts import episodes
from bot.interview.state import Answer, State, changed
from bot.report.others import others, others_words
from bot.script.model import Script
from bot.stats.summary import Summary
from bot.store import publications

log = logging.getLogger(__name__)


def sentence(tx: Connection, script: Script, answers: Mapping[str, Answer], language: str) -> str:
    """About the reasons that these answers name, else about the one named most; empty where nothing may be shown."""
    publication = _latest(tx)
    named = {reason.reason for fact in episodes(script, answers.values()) for reason in fact.reasons}
    questions = [question for block in script.blocks for question in block.questions if question.measures == "reason"]
    reasons = {
        choice.code: choice.label[language] for question in questions for choice in question.choices if choice.code in named
    }
    figure = others(publication, reasons) if publication else None
    return others_words(language, figure, reasons) if figure else ""


def told(tx: Connection, script: Script, state: State) -> State:
    """The state with that sentence, where the last words may come next: the engine itself knows no publication."""
    return changed(state, others=sentence(tx, script, state.answers, state.language)) if state.phase == "review" else state


def _latest(tx: Connection) -> Summary | None:
    try:
        return publications.last_week(tx)
    except msgspec.MsgspecError as error:
        # A sentence is a comfort: nobody is kept from sending because an old publication cannot be read.
        log.error("the last publication cannot be read, so nothing is said of others: %s", traced(error))  # noqa: TRY400
        return None
