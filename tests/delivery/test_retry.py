import pytest

from bot.delivery.retry import LONGEST_SECONDS, Gone, Later, Patience, decide, hopeless, refused
from bot.errors import TransportError

CASES = [
    (TransportError("403", permanent=True, unreachable=True), 0, Gone()),
    (TransportError("429", retry_after=7), 0, Patience(8)),
    (TransportError("429", retry_after=7), 20, Patience(8)),
    (TransportError("no answer"), 0, Later(60)),
    (TransportError("no answer"), 1, Later(240)),
    (TransportError("no answer"), 5, Later(61440)),
    (TransportError("no answer"), 6, Later(LONGEST_SECONDS)),
    (TransportError("no answer"), 10_000, Later(LONGEST_SECONDS)),
    (TransportError("400", permanent=True), 0, Later(60)),
]


@pytest.mark.parametrize(("error", "failures", "expected"), CASES)
def test_decide_follows_the_kind_of_failure(error, failures, expected):
    assert decide(error, failures) == expected


@pytest.mark.parametrize(("error", "failures", "decision"), CASES)
def test_hopeless_begins_with_the_longest_pause(error, failures, decision):
    assert hopeless(decision) == (decision == Later(LONGEST_SECONDS))


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (TransportError("BUTTON_URL_INVALID", permanent=True, code=400), True),
        (TransportError("chat not found", permanent=True, unreachable=True, code=400), False),
        (TransportError("no answer"), False),
        (TransportError("too large", permanent=True, code=413), False),
    ],
)
def test_refused_is_what_another_form_could_mend(error, expected):
    assert refused(error) == expected
