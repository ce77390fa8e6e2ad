"""What a button carries: which interview, which turn, which action; at most 64 bytes.

Actions: `=code` choose · `+code` `-code` tick on, off · `!done` `!back` `!skip` `!go` · `!words` go on without words ·
`!yes` `!no` the consent · `!forget` `!keep` the answer to /forget · `p3` page · `Lkk` language ·
`!send` `@3` the read-back card and its third line · `!card` back to it, leaving the answer as it is ·
`#` `#*` `#code` a long list, its categories, one of them · `!take` keep the words that were looked up ·
`!resume` `!restart` go on, begin anew · `!stop` yes, stop · `!quiet` no more reminders · `!begin` take part in the new wave.
"""

from typing import NamedTuple

from bot.message import Button

NONCE_CHARS = 8


class Press(NamedTuple):
    """A button as it was drawn."""

    nonce: str
    turn: int
    action: str


def data(nonce: str, turn: int, action: str) -> str:
    """Callback data: `k3v9x2ab:17:=csc_self`."""
    return f"{nonce}:{turn}:{action}"


def button(nonce: str, turn: int, label: str, action: str) -> Button:
    return Button(label, data(nonce, turn, action))


def read(text: str) -> Press | None:
    """The press behind callback data; None where it is not ours."""
    nonce, _, rest = text.partition(":")
    turn, colon, action = rest.partition(":")
    if not colon or not action or not turn.isascii() or not turn.isdecimal() or len(turn) > 9:
        return None
    return Press(nonce, int(turn), action)
