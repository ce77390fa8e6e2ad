"""The only reader of the time. Everything else gets the moment as an argument: seconds since 1970, UTC."""

import time


def now() -> int:
    """Whole seconds since 1970-01-01 UTC."""
    return int(time.time())
