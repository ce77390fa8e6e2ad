"""How Telegram says no."""

from bot.errors import NegeError


class RefusedError(NegeError):
    """The Bot API refuses a call.

    `code` is the status and error code, `description` Telegram's own words, `retry_after` the seconds to wait (0: none told).
    """

    def __init__(self, code: int, description: str, retry_after: int = 0) -> None:
        super().__init__(f"{code} {description}")
        self.code = code
        self.description = description
        self.retry_after = retry_after


def bad(description: str) -> RefusedError:
    """400: the call can never succeed as it is."""
    return RefusedError(400, f"Bad Request: {description}")


def too_many(seconds: int) -> RefusedError:
    """429: the same call may come again after so many seconds."""
    return RefusedError(429, f"Too Many Requests: retry after {seconds}", seconds)


CHAT_NOT_FOUND = "chat not found"
TOO_LONG = "message is too long"
EMPTY = "message text is empty"
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
QUERY_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
CONFLICT = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_SET = "Conflict: terminated by setWebhook request"
WEBHOOK_ACTIVE = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
BLOCKED = "Forbidden: bot was blocked by the user"
