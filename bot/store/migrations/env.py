"""Alembic runs on the connection that `bot.store.engine.migrate` gives it."""

from alembic import context
from sqlmodel import SQLModel

import bot.store.tables  # noqa: F401 - the tables register themselves

context.configure(connection=context.config.attributes["connection"], target_metadata=SQLModel.metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
