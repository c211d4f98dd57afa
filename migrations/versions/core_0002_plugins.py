"""The tables of plugins and processes."""

import sqlalchemy as sa
from alembic import op

revision = "core_0002_plugins"
down_revision = "core_0001_initial"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "core_plugin",
        sa.Column("name", sa.String(24), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("version", sa.String(40), nullable=False),
        sa.Column("requires", sa.Text(), nullable=False),
        sa.Column("restricts", sa.Text(), nullable=False),
        sa.Column("paused_because", sa.String(500), nullable=False),
        sa.Column("faults", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_core_plugin"),
    )
    op.create_table(
        "core_process",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.Identity(), nullable=False),
        sa.Column("host", sa.String(255), nullable=False),
        sa.Column("pid", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("running", sa.Text(), nullable=False),
        sa.Column("quarantined", sa.Text(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("heartbeat_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_core_process"),
        sqlite_autoincrement=True,
    )
    op.execute("INSERT INTO core_state (name, value) VALUES ('plugins', 0)")


def downgrade() -> None:
    op.execute("DELETE FROM core_state WHERE name = 'plugins'")
    op.drop_table("core_process")
    op.drop_table("core_plugin")
