"""What is in the trash is found without the living records."""

import sqlalchemy as sa
from alembic import op

revision = "core_0008_trash"
down_revision = "core_0007_sessions"
branch_labels = None
depends_on = None

TABLES = (
    *("core_activity", "core_attachment", "core_contact", "core_customer", "core_exchange_rate", "core_role"),
    *("core_saved_view", "core_tag", "core_token", "core_unit", "core_user"),
)


def upgrade() -> None:
    thrown = sa.text("deleted_at IS NOT NULL")
    for table in TABLES:
        op.create_index(
            f"ix_{table}_deleted_at",
            table,
            ["deleted_at", "id"],
            sqlite_where=thrown,
            postgresql_where=thrown,
        )


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_index(f"ix_{table}_deleted_at", table)
