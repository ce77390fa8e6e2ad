"""Places of recruitment, last words, the wish to be invited again, and owed messages to people."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table('source',
    sa.Column('code', sa.String(), nullable=False),
    sa.Column('place', sa.String(), nullable=False),
    sa.Column('region', sa.String(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('made_at', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('code')
    )
    op.add_column('contact', sa.Column('opted_in_at', sa.BigInteger(), nullable=True))
    for name in ('source', 'useful', 'comment'):
        op.add_column('interview', sa.Column(name, sa.String(), nullable=False, server_default=''))
    op.add_column('interview', sa.Column('quiet', sa.Boolean(), nullable=False, server_default=sa.false()))
    (_rebuild_outbox if op.get_bind().dialect.name == 'sqlite' else _alter_outbox)()
    op.create_index('ix_outbox_interview_id', 'outbox', ['interview_id'])


def _alter_outbox() -> None:
    op.alter_column('outbox', 'role_id', existing_type=sa.Integer(), nullable=True)
    op.add_column('outbox', sa.Column('interview_id', sa.Integer(), sa.ForeignKey('interview.id'), nullable=True))


def _rebuild_outbox() -> None:
    # SQLite cannot make a column nullable: the table is made anew.
    op.execute('CREATE TABLE outbox_kept AS SELECT * FROM outbox')
    op.drop_table('outbox')
    op.create_table('outbox',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('role_id', sa.Integer(), nullable=True),
    sa.Column('interview_id', sa.Integer(), nullable=True),
    sa.Column('once', sa.String(), nullable=False),
    sa.Column('message', sa.Text(), nullable=False),
    sa.Column('due_at', sa.BigInteger(), nullable=False),
    sa.Column('sent_at', sa.BigInteger(), nullable=True),
    sa.Column('failures', sa.Integer(), nullable=False),
    sa.Column('error', sa.String(), nullable=False),
    sa.Column('after_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['role_id'], ['role.id'], ),
    sa.ForeignKeyConstraint(['interview_id'], ['interview.id'], ),
    sa.PrimaryKeyConstraint('id'),
    sa.UniqueConstraint('once')
    )
    names = 'id, role_id, once, message, due_at, sent_at, failures, error, after_id'
    op.execute(f'INSERT INTO outbox ({names}) SELECT {names} FROM outbox_kept')
    op.drop_table('outbox_kept')
    op.create_index('ix_outbox_due_at', 'outbox', ['due_at'])
    op.create_index('ix_outbox_role_id', 'outbox', ['role_id'])
