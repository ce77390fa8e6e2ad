"""Every table. They never leave this folder: functions of the store return plain frozen values.

Moments are whole seconds since 1970 (UTC) in columns that end in `_at`; documents are JSON text.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)
from sqlmodel import Field, SQLModel


def _moment(*, nullable: bool = False, index: bool = False) -> Column[int]:
    return Column(BigInteger, nullable=nullable, index=index)


def _added_text() -> Column[str]:
    """A column that older rows get, too."""
    return Column(String, nullable=False, server_default="")


_UNSHOWN = text("shown_turn < turn")

FLAGGED = text("flags <> ''")
"""Written out in queries as it is in the index, or the database does not see that the index answers them."""


def table(mapped: type[SQLModel]) -> Table:
    """The plain table of a mapped class."""
    found: Table = mapped.__table__  # type: ignore[attr-defined]
    return found


class Meta(SQLModel, table=True):
    """Facts about the database itself: `demo`, `link` (what an invitation's token is added to)."""

    name: str = Field(primary_key=True)
    value: str


class Respondent(SQLModel, table=True):
    """A person, known only by this number."""

    id: int | None = Field(default=None, primary_key=True)


class Contact(SQLModel, table=True):
    """The keyed hash of a Telegram id; `address` is the encrypted chat id, kept while something is owed.

    `opted_in_at`: when the person asked to be invited to the next wave; the address is then kept until that is done.
    """

    person_hash: bytes = Field(sa_column=Column(LargeBinary, primary_key=True))
    respondent_id: int = Field(foreign_key="respondent.id", unique=True)
    address: bytes | None = None
    unreachable: bool = False
    opted_in_at: int | None = Field(default=None, sa_column=_moment(nullable=True))


class Erasure(SQLModel, table=True):
    """A person who had everything erased: the hash bars a second interview until the wave ends."""

    person_hash: bytes = Field(sa_column=Column(LargeBinary, primary_key=True))
    wave: int = Field(primary_key=True)
    at: int = Field(sa_column=_moment())


class Revision(SQLModel, table=True):
    """One published script, immutable. `opened_at` is set on the one that new interviews use."""

    id: int | None = Field(default=None, primary_key=True)
    survey: str = Field(index=True)
    number: int
    hash: str = Field(unique=True)
    document: str = Field(sa_column=Column(Text, nullable=False))
    published_at: int = Field(sa_column=_moment())
    open: bool = False

    __table_args__ = (UniqueConstraint("survey", "number"),)


class Interview(SQLModel, table=True):
    """One respondent's walk through one revision. `state` is emptied when it is final; `week` is set then.

    `recruited_at` is the kind of the place of recruitment, `source` the code of the place itself. `useful` ("yes", "no", "")
    and `comment` are what was said below the last words; `quiet`: no reminders, the person asked for none.
    `leaving`: after the end, the person was asked whether everything should be erased, and what they say next decides.
    """

    id: int | None = Field(default=None, primary_key=True)
    respondent_id: int = Field(foreign_key="respondent.id", index=True)
    revision_id: int = Field(foreign_key="revision.id")
    wave: int
    language: str = ""
    recruited_at: str = "other"
    source: str = Field(default="", sa_column=_added_text())
    useful: str = Field(default="", sa_column=_added_text())
    comment: str = Field(default="", sa_column=_added_text())
    quiet: bool = Field(default=False, sa_column=Column(Boolean, nullable=False, server_default=false()))
    leaving: bool = Field(default=False, sa_column=Column(Boolean, nullable=False, server_default=false()))
    state: str = Field(sa_column=Column(Text, nullable=False))
    status: str = Field(index=True)
    turn: int
    shown_turn: int = 0
    shown_message_id: int = 0
    show_again_at: int = Field(default=0, sa_column=_moment())
    show_failures: int = 0
    week: str | None = Field(default=None, index=True)
    flags: str = ""
    opened_at: int = Field(sa_column=_moment())
    changed_at: int = Field(sa_column=_moment())
    final_at: int | None = Field(default=None, sa_column=_moment(nullable=True))

    # The sweep looks every few seconds for what is not shown: few rows of many. An id is never used again, because a late
    # note about a message of a deleted interview must not be taken for one about somebody else's.
    __table_args__ = (
        UniqueConstraint("respondent_id", "wave"),
        Index("ix_interview_unshown", "changed_at", sqlite_where=_UNSHOWN, postgresql_where=_UNSHOWN),
        # What is left out of the figures: few of the millions of a year.
        Index("ix_interview_flagged", "week", sqlite_where=FLAGGED, postgresql_where=FLAGGED),
        {"sqlite_autoincrement": True},
    )


class Answer(SQLModel, table=True):
    """One value to one question of one interview (and item). `value`: JSON of the codes, or of the number, or null."""

    interview_id: int = Field(foreign_key="interview.id", primary_key=True)
    question: str = Field(primary_key=True)
    item: str = Field(default="", primary_key=True)
    value: str
    text: str = ""
    language: str
    answered_at: int = Field(sa_column=_moment())
    changes: int = 0
    withdrawn: bool = False


class Profile(SQLModel, table=True):
    """Who answered: derived when an interview becomes final, rebuilt with its episodes. Codes as in `bot.interview.profile`.

    `told`: this and the episodes once more, as the figures read them (`bot.stats.told`): one text for an interview, erased
    with it.
    """

    interview_id: int = Field(foreign_key="interview.id", primary_key=True)
    respondent_id: int = Field(foreign_key="respondent.id")
    week: str = Field(index=True)
    place: str
    language: str
    region: str = ""
    sex: str = ""
    age: str = ""
    settlement: str = ""
    skills: str = ""
    visits: str = ""
    reasons: str = ""
    satisfaction: float | None = None
    intention: float | None = None
    told: str = Field(default="", sa_column=_added_text())


class Episode(SQLModel, table=True):
    """One service used, its latest occasion: derived when the interview becomes final, and rebuilt by `nege facts rebuild`.

    `channel_kind`, `online` and `at_csc` are cells of the revision's lists; `fix` is who could change the visit's reasons.
    """

    id: int | None = Field(default=None, primary_key=True)
    interview_id: int = Field(foreign_key="interview.id", index=True)
    respondent_id: int = Field(foreign_key="respondent.id")
    week: str = Field(index=True)
    place: str
    service: str
    recency: str = ""
    channel: str = ""
    channel_kind: str = ""
    proxy_channel: str = ""
    tried_online: str = ""
    csc: bool = False
    fix: str = ""
    online: str = ""
    at_csc: str = ""

    __table_args__ = (UniqueConstraint("interview_id", "service"),)


class EpisodeReason(SQLModel, table=True):
    """A reason that was given for a CSC visit, and who could change it."""

    __tablename__ = "episode_reason"

    episode_id: int = Field(foreign_key="episode.id", primary_key=True)
    reason: str = Field(primary_key=True)
    fix: str = ""


class SeenUpdate(SQLModel, table=True):
    """Updates that were handled, for 48 hours."""

    __tablename__ = "seen_update"

    bot: int = Field(sa_column=Column(BigInteger, primary_key=True))
    update_id: int = Field(sa_column=Column(BigInteger, primary_key=True))
    at: int = Field(sa_column=_moment(index=True))


class FailedUpdate(SQLModel, table=True):
    """The skeleton of an update that could not be handled: no values, only kinds, lengths and the traceback without locals."""

    __tablename__ = "failed_update"

    id: int | None = Field(default=None, primary_key=True)
    update_id: int = Field(sa_column=Column(BigInteger, nullable=False))
    skeleton: str
    traceback: str
    at: int = Field(sa_column=_moment())


class Role(SQLModel, table=True):
    """An official or administrator, by a hash under another key than contacts: it cannot be joined to answers."""

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    role_hash: bytes
    address: bytes
    language: str
    unreachable: bool = False
    since_at: int = Field(sa_column=_moment())

    __table_args__ = (UniqueConstraint("kind", "role_hash"),)


class Invitation(SQLModel, table=True):
    """A single-use link; the token itself is not kept."""

    token_hash: str = Field(primary_key=True)
    kind: str
    language: str
    made_at: int = Field(sa_column=_moment())
    expires_at: int = Field(sa_column=_moment())
    used_at: int | None = Field(default=None, sa_column=_moment(nullable=True))


class Source(SQLModel, table=True):
    """A place of recruitment with a link of its own: `place` is csc_site, online, media or other, `region` may be empty."""

    code: str = Field(primary_key=True)
    place: str
    region: str = ""
    title: str
    made_at: int = Field(sa_column=_moment())


class Publication(SQLModel, table=True):
    """The frozen set of publishable figures of a period (a week or a block of weeks) and scope (`kz`).

    `people`: how many had answered when it was made, exact, never shown: to know how many are gone before a correction.
    """

    id: int | None = Field(default=None, primary_key=True)
    period: str
    scope: str
    version: int = 1
    figures: str = Field(sa_column=Column(Text, nullable=False))
    made_at: int = Field(sa_column=_moment())
    people: int = Field(default=0, sa_column=Column(Integer, nullable=False, server_default="0"))

    __table_args__ = (UniqueConstraint("period", "scope", "version"),)


class Outbox(SQLModel, table=True):
    """One part of an owed message: to one role, or (a reminder) to the person of one interview.

    `once` makes a second digest of the same week impossible. `after_id` is the part before, which must have been sent.
    """

    id: int | None = Field(default=None, primary_key=True)
    role_id: int | None = Field(default=None, foreign_key="role.id", index=True)
    interview_id: int | None = Field(default=None, foreign_key="interview.id", index=True)
    once: str = Field(unique=True)
    message: str = Field(sa_column=Column(Text, nullable=False))
    due_at: int = Field(sa_column=_moment(index=True))
    sent_at: int | None = Field(default=None, sa_column=_moment(nullable=True))
    failures: int = 0
    error: str = ""
    after_id: int | None = None


class Lease(SQLModel, table=True):
    """Work that only one process at a time may do: who does it, and until when."""

    name: str = Field(primary_key=True)
    holder: str
    until_at: int = Field(sa_column=_moment())


class Audit(SQLModel, table=True):
    """What an operator or administrator did, in words without personal data."""

    id: int | None = Field(default=None, primary_key=True)
    at: int = Field(sa_column=_moment())
    action: str
    detail: str = ""
