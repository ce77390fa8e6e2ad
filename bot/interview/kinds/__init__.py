"""One file per kind of question. Each shows its buttons and reads what was tapped or typed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.interview.kinds import many, note, number, one, scale, text
from bot.interview.kinds.reading import Reading
from bot.interview.open import Open
from bot.message import Button
from bot.script import model


@dataclass(frozen=True, slots=True)
class Kind:
    """`rows` the answer buttons; `tap` what an action means, `read` what typed words mean: None if nothing."""

    rows: Callable[[Open], tuple[tuple[Button, ...], ...]]
    tap: Callable[[Open, str], Reading | None]
    read: Callable[[Open, str], Reading | None]


KINDS: Mapping[model.Kind, Kind] = {
    "one": Kind(one.rows, one.tap, one.read),
    "many": Kind(many.rows, many.tap, many.read),
    "number": Kind(number.rows, number.tap, number.read),
    "scale": Kind(scale.rows, scale.tap, scale.read),
    "text": Kind(text.rows, text.tap, text.read),
    "note": Kind(note.rows, note.tap, note.read),
}
