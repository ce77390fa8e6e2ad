"""Who answered, beside the episodes: what people are weighted and compared by."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0005"


def upgrade() -> None:
    op.create_table('profile',
    sa.Column('interview_id', sa.Integer(), nullable=False),
    sa.Column('respondent_id', sa.Integer(), nullable=False),
    sa.Column('week', sa.String(), nullable=False),
    sa.Column('place', sa.String(), nullable=False),
    sa.Column('language', sa.String(), nullable=False),
    sa.Column('region', sa.String(), nullable=False),
    sa.Column('sex', sa.String(), nullable=False),
    sa.Column('age', sa.String(), nullable=False),
    sa.Column('settlement', sa.String(), nullable=False),
    sa.Column('skills', sa.String(), nullable=False),
    sa.Column('visits', sa.String(), nullable=False),
    sa.Column('reasons', sa.String(), nullable=False),
    sa.Column('satisfaction', sa.Float(), nullable=True),
    sa.Column('intention', sa.Float(), nullable=True),
    sa.ForeignKeyConstraint(['interview_id'], ['interview.id'], ),
    sa.ForeignKeyConstraint(['respondent_id'], ['respondent.id'], ),
    sa.PrimaryKeyConstraint('interview_id')
    )
    op.create_index('ix_profile_week', 'profile', ['week'])
