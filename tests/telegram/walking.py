"""A citizen of the sandbox who answers whatever is asked, one thing at a time, until the bot says its last words."""

from bot.interview import taps
from bot.interview.last import NONCE

FORBIDDEN = ("!back", "!no", "!forget", "!card")


async def walk(citizen, language, wanted=(), *, patience=10, faultless=True):
    """Start, answer everything, and return how many taps that took. `wanted` actions are preferred to the first.

    `patience`: seconds to wait for each reply. `faultless`: the bot must also end the spinner of every tap, without a notice.
    """
    citizen.start()
    await citizen.wait_for(lambda citizen: citizen.last and citizen.last.rows, patience)
    done = set()
    while pressed := _choice(citizen.last, (f"L{language}", "!yes", *wanted), done):
        tap = await _answer(citizen, pressed, patience)
        assert not faultless or await citizen.answered(tap) == ""
    return len(done)


def _choice(message, wanted, done):
    """The callback data to tap under a message: wanted ones first, then going on, then the first choice; None at the end."""
    data = [button.callback_data for row in message.rows for button in row if button.callback_data]
    actions = {press.action: each for each in data if (press := taps.read(each)).nonce != NONCE}
    place = (message.message_id, taps.read(data[0]).turn) if data else ()
    ticked = any(name.startswith("-") for name in actions)
    order = [*wanted, *(["!done"] if ticked else []), "!go", "!skip", *(name for name in actions if name not in FORBIDDEN)]
    for name in order:
        # After a restart the same question may come again in a message of its own: then it is answered again.
        if name in actions and (place, name) not in done:
            done.add((place, name))
            return actions[name]
    return None


async def _answer(citizen, data, patience):
    before = _version(citizen)
    tap = citizen.tap(data)
    # The next question, the same one redrawn and the last words have buttons; between an edit and the next message there are
    # none, not even in a message that came twice.
    await citizen.wait_for(lambda citizen: _version(citizen) > before and citizen.last.rows, patience)
    return tap


def _version(citizen):
    return max(citizen.room.versions.values())
