"""Whatever a citizen does, with hours between: continue, start again, late taps and words."""

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.interview.effects import Ask, Finish, Forget, Keep
from bot.interview.resume import SILENCE_SECONDS
from bot.interview.state import decode, encode
from tests.example import EXAMPLE
from tests.interview.test_properties import DOINGS, do
from tests.interview.test_resume import Visitor

WAITS = st.sampled_from([0, 0, 0, 60, SILENCE_SECONDS, 50 * 3600])


@given(st.lists(st.tuples(WAITS, DOINGS), max_size=60), st.sampled_from(["kk", "ru", "en"]))
@settings(max_examples=300, deadline=None)
def test_answers_that_count_are_those_that_are_stored(doings, language):
    visitor = Visitor(EXAMPLE).begin(language)
    stored = {}

    for wait, doing in doings:
        visitor.now += wait
        before = visitor.state
        turn = do(visitor, doing)
        state = visitor.state
        for effect in turn.effects:
            if isinstance(effect, Keep):
                stored[effect.answer.slot.key] = effect.answer
            if isinstance(effect, Forget) or effect in (Finish("ineligible"), Finish("declined")):
                stored.clear()

        assert decode(encode(state)) == state
        assert sum(isinstance(effect, Ask) for effect in turn.effects) <= 1
        assert state.turn >= before.turn
        assert (state.slot is not None) == (state.phase == "asking")
        if state.phase == "asking":
            assert state.heard == visitor.now
            counting = {key: answer for key, answer in state.answers.items() if key != "note" and not answer.withdrawn}
            assert counting == {key: answer for key, answer in stored.items() if not answer.withdrawn}


@given(st.lists(st.tuples(WAITS, DOINGS), max_size=40))
@settings(max_examples=150, deadline=None)
def test_words_after_a_silence_never_become_an_answer(doings):
    visitor = Visitor(EXAMPLE).begin("en")

    for wait, (how, what) in doings:
        visitor.now += wait
        away = visitor.state.phase == "asking" and (wait >= SILENCE_SECONDS or visitor.state.card == "resume")
        before = visitor.state.answers
        turn = do(visitor, (how, what))

        if away and how == "typed":
            assert not any(isinstance(effect, Keep) and not effect.answer.withdrawn for effect in turn.effects)
            assert visitor.state.answers in (before, {})
