import pytest

from bot.errors import TransportError
from bot.telegram.patience import CALM_SECONDS, LONGEST_SECONDS, NETWORK_PAUSES, again, pause


def test_pause_grows_up_to_a_minute():
    assert [pause(failures) for failures in (-1, 0, 1, 2, 3, 6, 7, 10_000)] == [
        0,
        0,
        1,
        2,
        4,
        32,
        LONGEST_SECONDS,
        LONGEST_SECONDS,
    ]


NETWORK = TransportError("no answer")
BRAKE = TransportError("429", code=429, retry_after=9)

#       error                                                      attempt  dear   seconds
CASES = [
    (NETWORK, 0, True, NETWORK_PAUSES[0]),
    (NETWORK, 1, True, NETWORK_PAUSES[1]),
    (NETWORK, 2, True, None),
    (NETWORK, 0, False, None),
    (BRAKE, 0, True, 9),
    (BRAKE, 4, True, 9),
    (BRAKE, 5, True, None),
    (BRAKE, 0, False, None),
    (TransportError("429", code=429, retry_after=CALM_SECONDS + 1), 0, True, None),
    (TransportError("400", code=400, permanent=True), 0, True, None),
    (TransportError("403", code=403, permanent=True, unreachable=True), 0, True, None),
    (TransportError("401", code=401), 0, True, None),
    (TransportError("500", code=500), 0, True, NETWORK_PAUSES[0]),
]


@pytest.mark.parametrize(("error", "attempt", "dear", "seconds"), CASES)
def test_again_follows_the_kind_of_failure(error, attempt, dear, seconds):
    assert again(error, attempt, dear=dear) == seconds
