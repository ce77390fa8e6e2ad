"""Whether a person of a finished interview was asked if everything should be erased."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0003"


def upgrade() -> None:
    op.add_column('interview', sa.Column('leaving', sa.Boolean(), nullable=False, server_default=sa.false()))
