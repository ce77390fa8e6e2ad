"""What an interview told in one text, as the figures read it: `bot.stats.told`."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0007"

# Written by the database itself, once: what is there is as it was derived, so nobody has to rebuild it.
_JOINED = {"sqlite": "group_concat(word, '')", "postgresql": "string_agg(word, '' ORDER BY id)"}
_NAMED = {"sqlite": "group_concat(named, ' ')", "postgresql": "string_agg(named, ' ' ORDER BY reason COLLATE \"C\")"}
_CODES = ("service", "recency", "channel", "channel_kind", "tried_online", "csc", "fix", "online", "at_csc")


_WHO = ("region", "sex", "age", "settlement", "skills", "place", "visits", "reasons")
_NUMBER = {"sqlite": "printf('%g', {0})", "postgresql": "CAST({0} AS text)"}


def upgrade() -> None:
    op.add_column('profile', sa.Column('told', sa.String(), nullable=False, server_default=''))
    dialect = op.get_bind().dialect.name
    plain = {"csc": "CASE WHEN csc THEN '1' ELSE '0' END"}
    cells = [plain.get(name, f"replace(replace({name}, '|', ' '), :end, ' ')") for name in _CODES]
    reasons = f"""coalesce((SELECT {_NAMED[dialect]} FROM (
        SELECT reason, reason || ':' || fix AS named FROM episode_reason WHERE episode_id = episode.id ORDER BY reason) AS given), '')"""
    word = " || '|' || ".join([*cells, reasons])
    told = f"""(SELECT {_JOINED[dialect]} FROM (
        SELECT id, {word} || :end AS word FROM episode WHERE interview_id = profile.interview_id ORDER BY id) AS own)"""
    number = _NUMBER[dialect]
    marks = [f"CASE WHEN {name} IS NULL THEN '' ELSE {number.format(name)} END" for name in ("satisfaction", "intention")]
    who = " || '|' || ".join([*_WHO, *marks])
    op.execute(sa.text(f"UPDATE profile SET told = '@' || {who} || :end || coalesce({told}, '')").bindparams(end="\n"))
