"""Alembic's entry point: migrates over the connection that `migrate.upgrade` hands in."""

from alembic import context

from daemon.store.tables import MetaRow

connection = context.config.attributes.get("connection")
if connection is None:
    raise SystemExit("migrations run when the daemon opens its store; there is no offline mode")
context.configure(connection=connection, target_metadata=MetaRow.metadata, render_as_batch=True)
context.run_migrations()
