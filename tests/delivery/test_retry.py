import pytest

from bot.delivery.retry import LONGEST_SECONDS, Gone, Later, decide
from bot.errors import TransportError

CASES = [
    (TransportError("403", permanent=True, unreachable=True), 0, Gone()),
    (TransportError("429", retry_after=7), 0, Later(8)),
    (TransportError("429", retry_after=7), 20, Later(8)),
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
