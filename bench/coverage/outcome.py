"""One line of the table: what was simulated, what came out, and the bound that it must keep."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outcome:
    """`bound` in words; `held` is None for a line that only informs."""

    what: str
    found: str
    bound: str = ""
    held: bool | None = None

    def line(self) -> str:
        """The line as it is printed."""
        mark = {None: "", True: "held", False: "MISSED"}[self.held]
        return f"{self.what:<58} {self.found:<46} {self.bound:<14} {mark}".rstrip()
