"""A new secret comes into use: whatever can be sealed again without its owner is sealed under it."""

from dataclasses import dataclass
from typing import Final

from cryptography.fernet import InvalidToken
from sqlalchemy import Connection

from bot.store import addresses, audit
from bot.store.addresses import Sealed, Where
from bot.store.engine import Store
from bot.store.keys import Box, Keys

CHUNK: Final = 500
"""So many addresses are sealed again in one transaction: nobody who answers meanwhile waits long."""


@dataclass(frozen=True, slots=True)
class Rotated:
    """How many addresses were sealed again, and how many none of the keys could open."""

    people: int
    roles: int
    lost: int


def rotate(store: Store, keys: Keys, now: int) -> Rotated:
    """Seal every address under the newest key; what is sealed under it already stays as it is.

    Hashes cannot be made again without the Telegram id: they move to the newest key when their owner is here again.
    """
    people, lost_people = _all(store, keys.addresses, "people")
    roles, lost_roles = _all(store, keys.role_addresses, "roles")
    rotated = Rotated(people, roles, lost_people + lost_roles)
    with store.write() as tx:
        audit.note(tx, now, "keys rotate", f"{people} people, {roles} roles, {rotated.lost} not opened")
    return rotated


def _all(store: Store, box: Box, where: Where) -> tuple[int, int]:
    renewed, lost, last = 0, 0, 0
    while True:
        with store.write() as tx:
            chunk = addresses.after(tx, where, last, CHUNK)
            done = [_renew(tx, box, where, sealed) for sealed in chunk]
        if not chunk:
            return renewed, lost
        renewed, lost, last = renewed + done.count(True), lost + done.count(None), chunk[-1].id


def _renew(tx: Connection, box: Box, where: Where, sealed: Sealed) -> bool | None:
    """Was it sealed again? None: no key opens it."""
    try:
        address = box.renewed(sealed.address)
    except InvalidToken:
        return None
    return address != sealed.address and addresses.replace(tx, where, sealed, address)
