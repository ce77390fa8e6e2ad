"""What to do after a call failed is a value: pure, so that every case stands in a test."""

from bot.errors import TransportError

LONGEST_SECONDS = 60
"""Between two attempts to get updates, however long the network is down: taps live 150 seconds at Telegram."""

CALM_SECONDS = 120
"""A chat that is told to wait longer than this is left to the sweep, which shows the open question again."""

NETWORK_PAUSES = (1.0, 3.0)
"""Before the second and third attempt of a call that got no answer."""


def pause(failures: int) -> float:
    """Seconds before the next getUpdates after so many failures in a row: 0, 1, 2, 4 … 60."""
    return 0 if failures <= 0 else float(min(2 ** min(failures - 1, 10), LONGEST_SECONDS))


def again(error: TransportError, attempt: int, *, dear: bool) -> float | None:
    """Seconds to wait before the same call; None: give it up.

    `attempt` counts from 0. Only calls that are `dear` (a question, a notice) are repeated; the edit of an old question is
    given up at once.
    """
    if error.permanent or not dear or error.code in {401, 404, 409}:
        return None
    if error.retry_after:
        return error.retry_after if error.retry_after <= CALM_SECONDS and attempt < 5 else None
    return NETWORK_PAUSES[attempt] if attempt < len(NETWORK_PAUSES) else None
