"""Where the made-up citizens of the demo come from: registered places of recruitment, with their links. All invented."""

import random
from typing import Final

from sqlalchemy import Connection

from bot.store import sources
from bot.store.sources import Source
from bot.texts import say
from bot.usecases.recruitment import NOWHERE

PLACES: Final[dict[tuple[str, str, str], int]] = {
    ("csc_astana_03", "csc_site", "astana"): 10,
    ("csc_shymkent_01", "csc_site", "shymkent"): 6,
    ("egov_banner", "online", ""): 32,
    ("akimat_channel", "online", "karaganda"): 12,
    ("newspaper_card", "media", ""): 16,
    ("posters", "other", ""): 6,
}
"""Code, kind and region of a place, and how many of a hundred come from there; the others just found the bot."""


def register(tx: Connection, now: int) -> tuple[Source, ...]:
    """Make these places known, unless they are; returns them, in order."""
    made = tuple(Source(*place, say("en", f"demo_places.{place[0]}")) for place in PLACES)
    known = sources.find(tx, [source.code for source in made])
    for source in made:
        if source.code not in known:
            sources.add(tx, source, now)
    return made


def drawn(places: tuple[Source, ...], seed: int) -> Source:
    """Where the citizen of this seed comes from."""
    chance = random.Random(f"place {seed}")  # noqa: S311 - made-up people, no secret
    weights = list(PLACES.values())
    return chance.choices((*places, NOWHERE), (*weights, 100 - sum(weights)))[0]
