"""Alembic's environment: runs one owner's migrations on the connection and in the transaction of the caller.

`core.data.history.configuration` puts what is needed into the configuration's attributes.
"""

from alembic import context

attributes = context.config.attributes
owner = attributes["owner"]

context.configure(
    connection=attributes["connection"],
    version_table=owner.version_table,
    on_version_apply=attributes.get("on_version_apply"),
    # SQLite can undo schema changes, too, since we begin its transactions ourselves.
    transactional_ddl=True,
    render_as_batch=True,
    **attributes.get("comparison", {}),
)
context.run_migrations()
