"""What is in the trash is found without the living records."""

import sqlalchemy as sa
from alembic import op

revision = "data_quality_0002_trash"
down_revision = "data_quality_0001_initial"
branch_labels = None
depends_on = None

TABLES = ("data_quality_duplicate",)


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
