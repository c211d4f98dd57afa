"""What can be undone."""

import sqlalchemy as sa
from alembic import op

revision = "core_0004_undo"
down_revision = "core_0003_jobs"
branch_labels = None
depends_on = None


def identifier() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "core_operation",
        sa.Column("id", identifier(), sa.Identity(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("resource", sa.String(64), nullable=False),
        sa.Column("cause", sa.String(100), nullable=True),
        sa.Column("status", sa.String(10), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("actor_id", identifier(), nullable=True),
        sa.Column("actor_name", sa.String(200), nullable=False),
        sa.Column("door", sa.String(20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_change", identifier(), nullable=False),
        sa.Column("last_change", identifier(), nullable=True),
        sa.Column("position", identifier(), nullable=False),
        sa.Column("changed", identifier(), nullable=False),
        sa.Column("failed", identifier(), nullable=False),
        sa.Column("failures", sa.Text(), nullable=True),
        sa.Column("undo_position", identifier(), nullable=True),
        sa.Column("undone", identifier(), nullable=False),
        sa.Column("kept", identifier(), nullable=False),
        sa.Column("kept_reasons", sa.Text(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by_id", identifier(), nullable=True),
        sa.Column("undone_by_name", sa.String(200), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_core_operation"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_core_operation_actor_id_id", "core_operation", ["actor_id", "id"])
    caused = sa.text("cause IS NOT NULL")
    op.create_index(
        "ix_core_operation_cause", "core_operation", ["cause"], sqlite_where=caused, postgresql_where=caused
    )


def downgrade() -> None:
    op.drop_table("core_operation")
