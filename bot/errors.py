"""Exceptions for the operator. A citizen's mistake is an effect, an administrator's mistake is an issue: neither is here."""

from pathlib import Path
from traceback import extract_tb


class NegeError(Exception):
    """Something went wrong in Nege."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message or (self.__doc__ or "").strip())


class SettingsError(NegeError):
    """A setting is missing or unsafe: see the list of settings in README.md."""


class ScriptError(NegeError):
    """The script has errors: run `nege check` to see them all."""


class StoreError(NegeError):
    """The database is not what this version of Nege expects: run `nege migrate`."""


class ExportError(NegeError):
    """The data cannot be written in this way."""


class TransportError(NegeError):
    """A call to Telegram failed.

    Attributes:
        permanent: the same call will never succeed (blocked, chat not found, bad request).
        unreachable: this person cannot be written to (403); stop trying.
        retry_after: seconds to wait that Telegram asked for, 0 if it asked for none.
        code: the error code of the answer, 0 if there was no answer.
    """

    def __init__(
        self,
        message: str = "",
        *,
        permanent: bool = False,
        unreachable: bool = False,
        retry_after: float = 0,
        code: int = 0,
    ) -> None:
        super().__init__(message)
        self.permanent = permanent
        self.unreachable = unreachable
        self.retry_after = retry_after
        self.code = code


def traced(error: BaseException) -> str:
    """A failure for the log: its kind and where it came from, without its words, which could hold an answer or an id."""
    frames = extract_tb(error.__traceback__)[-3:]
    places = [f"{'/'.join(Path(frame.filename).parts[-2:])}:{frame.lineno}" for frame in reversed(frames)]
    return " < ".join([type(error).__name__, *places])
