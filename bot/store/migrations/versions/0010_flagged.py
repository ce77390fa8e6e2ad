"""An index of the interviews that have flags: a year's figures need not read all others to leave these out."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    flagged = sa.text("flags <> ''")
    op.create_index("ix_interview_flagged", "interview", ["week"], sqlite_where=flagged, postgresql_where=flagged)
