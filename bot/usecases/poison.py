"""What may be known of an update that failed: kinds, lengths and places in the code, no word and no id of a person."""

from pathlib import Path
from traceback import extract_tb

from bot.interview import taps
from bot.interview.events import Tap, Typed
from bot.usecases.exchange import Incoming


def skeleton(incoming: Incoming) -> str:
    """`Tap, 20 characters, payload 0, turn 7`."""
    event = incoming.event
    words = event.text if isinstance(event, Typed) else event.data if isinstance(event, Tap) else ""
    press = taps.read(event.data) if isinstance(event, Tap) else None
    turn = f", turn {press.turn}" if press else ""
    return f"{type(event).__name__}, {len(words)} characters, payload {len(incoming.payload)}{turn}"


def where(error: Exception) -> str:
    """The lines of code that an error came through, without any value."""
    frames = extract_tb(error.__traceback__)
    places = (f"{Path(frame.filename).name}:{frame.lineno} {frame.name}: {frame.line}" for frame in frames)
    return "\n".join([type(error).__name__, *places])
