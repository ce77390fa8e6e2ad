"""How many taps a whole interview takes: made-up citizens of the demo on the bot's own engine, by services named.

    python -m bench.taps --people 2000

Every button counts: the language, consent, ticks, pages, going back, changing an answer, sending. Who stopped is left out.
"""

import argparse
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.interview.effects import Ask, Redraw
from bot.interview.events import Start, Tap
from bot.interview.route import route
from bot.interview.state import State
from bot.interview.step import opening, step
from bot.message import Message
from bot.sandbox.persona import Persona
from bot.script.model import Script
from bot.settings import ROOT
from bot.usecases.sources import loaded

SURVEY = ROOT / "surveys" / "service_usage.yaml"
LIMIT = 32
"""Nobody should need more taps."""

MOST_TAPS = 200
NONCE = "taps0000"


@dataclass(frozen=True, slots=True)
class Walk:
    """One completed interview: services named, taps, and how many of them went back or changed an answer at the card."""

    services: int
    taps: int
    detours: int


@dataclass(frozen=True, slots=True)
class Row:
    """People who named so many services, and their taps."""

    services: int
    people: int
    median: float
    ninetieth: float
    most: int


def walks(script: Script, people: int, seed: int) -> list[Walk]:
    """The completed interviews of so many made-up people; the same seed gives the same people."""
    played = (_walk(script, seed * 1_000_000 + number) for number in range(people))
    return [walk for walk in played if walk]


def table(found: Sequence[Walk]) -> list[Row]:
    """Median and 90th percentile (by rank) of taps by number of services."""
    by_services: dict[int, list[int]] = {}
    for walk in found:
        by_services.setdefault(walk.services, []).append(walk.taps)
    return [_row(services, sorted(taps)) for services, taps in sorted(by_services.items())]


def _row(services: int, taps: Sequence[int]) -> Row:
    return Row(services, len(taps), statistics.median(taps), taps[-(-9 * len(taps) // 10) - 1], taps[-1])


def _walk(script: Script, seed: int) -> Walk | None:
    persona = Persona(seed)
    turn = step(script, opening(NONCE, seed), Start(0))
    shown, tapped = next(_drawn(turn.effects)), list[str]()
    while turn.state.phase != "final" and (data := persona.tap(shown)):
        assert len(tapped) < MOST_TAPS, f"person {seed} is still at {turn.state.slot}"
        tapped.append(data)
        turn = step(script, turn.state, Tap(data, 0))
        shown = next(_drawn(turn.effects), shown)
    if turn.state.status != "completed":
        return None
    detours = sum(data.endswith("!back") or ":@" in data for data in tapped)
    return Walk(_services(script, turn.state), len(tapped), detours)


def _drawn(effects: Sequence[object]) -> Iterator[Message]:
    return (effect.message for effect in effects if isinstance(effect, Ask | Redraw))


def _services(script: Script, state: State) -> int:
    return len({slot.item for slot in route(script, state.answers) if slot.item})


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    script = loaded(SURVEY, ROOT / "seeds").script
    assert script is not None, f"{SURVEY} has errors: nege check says which"
    found = walks(script, options.people, options.seed)
    print("| services | people | median | 90 % | most |")
    print("| --- | --- | --- | --- | --- |")
    for row in table(found):
        print(f"| {row.services} | {row.people} | {row.median:g} | {row.ninetieth} | {row.most} |")
    over = [walk for walk in found if walk.taps > LIMIT]
    print(f"over {LIMIT} taps: {len(over)} of {len(found)}; without a detour: {sum(not walk.detours for walk in over)}")


if __name__ == "__main__":
    main()
