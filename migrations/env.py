"""Alembic asks for this file; api.migrate hands it an open connection."""

from alembic import context

import api.tables
from core.db import Base

api.tables.load()
connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=Base.metadata, compare_type=True)
with context.begin_transaction():
    context.run_migrations()
