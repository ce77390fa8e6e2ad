"""How many people had answered when a publication was made: a correction must not tell about one to four who are gone."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0008"


def upgrade() -> None:
    op.add_column('publication', sa.Column('people', sa.Integer(), nullable=False, server_default='0'))
