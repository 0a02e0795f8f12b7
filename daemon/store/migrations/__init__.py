"""Alembic migrations: how each version of the schema becomes the next."""
