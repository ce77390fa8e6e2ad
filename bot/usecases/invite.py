"""Officials and administrators come by a single-use link. What ties them to the bot cannot be joined to answers."""

import secrets
from typing import Final

from sqlalchemy import Connection

from bot.errors import NegeError
from bot.message import Message
from bot.store import audit, invitations, meta, roles
from bot.store.engine import Store
from bot.store.keys import Keys
from bot.store.roles import Kind
from bot.texts import LANGUAGES, say

PREFIX: Final = "i_"
"""What tells an invitation from a place of recruitment in the payload of /start."""

TOKEN_BYTES: Final = 16
VALID_SECONDS: Final = 7 * 24 * 3600


class NoLinkError(NegeError):
    """Nobody knows the bot's address yet: start the bot once on this database (`nege run`, or `make demo`), then invite."""


def invite(store: Store, kind: Kind, language: str, now: int) -> str:
    """A link that makes whoever opens it first, within seven days, an official or administrator.

    Raises:
        NoLinkError: the bot never ran on this database.
    """
    token = PREFIX + secrets.token_urlsafe(TOKEN_BYTES)
    with store.write() as tx:
        link = meta.link(tx)
        if not link:
            raise NoLinkError
        invitations.add(tx, token, kind, language, now, now + VALID_SECONDS)
        audit.note(tx, now, "invite", f"{kind} {language}")
    return link + token


def accept(tx: Connection, keys: Keys, token: str, person: int, chat: int, now: int) -> Message:
    """Take an invitation; returns what to answer. `person` and `chat` are Telegram ids and are kept only hashed and sealed."""
    found = invitations.find(tx, token)
    if found is None:
        return Message("\n".join(say(language, "invite.unknown") for language in LANGUAGES))
    holds = next((role for role in roles.found(tx, keys.role_hashes(person)) if role.kind == found.kind), None)
    in_time = found.expires_at > now
    # Two people may open one link at the same moment: whose mark is made first has it.
    if not in_time or not invitations.use(tx, token, now):
        answer = f"already.{found.kind}" if holds else "used" if found.used or in_time else "expired"
        return Message(say(found.language, f"invite.{answer}"))
    if holds:
        roles.renew(tx, holds.id, keys.seal_role_address(chat), found.language)
    else:
        roles.add(tx, found.kind, keys.role_hash(person), keys.seal_role_address(chat), found.language, now)
    audit.note(tx, now, "invitation taken", f"{found.kind} {found.language}")
    return Message(say(found.language, f"invite.{'already' if holds else 'welcome'}.{found.kind}"))
