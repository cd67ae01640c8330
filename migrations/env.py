"""How Alembic runs our migrations: with the engine it is handed, under the same locks as everything else."""

from alembic import context

from portal import schema

with context.config.attributes["engine"].connect() as connection:
    context.configure(connection=connection, target_metadata=schema.metadata(), render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
