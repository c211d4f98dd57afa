"""Merged records."""

import sqlalchemy as sa
from alembic import op

revision = "core_0006_merging"
down_revision = "core_0005_files"
branch_labels = None
depends_on = None


def identifier() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "core_merge",
        sa.Column("id", identifier(), sa.Identity(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kept_id", identifier(), nullable=False),
        sa.Column("lost_id", identifier(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("got", sa.Text(), nullable=True),
        sa.Column("resource", sa.String(64), nullable=True),
        sa.Column("record_id", identifier(), nullable=True),
        sa.Column("customer_id", identifier(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_core_merge"),
        sa.ForeignKeyConstraint(["customer_id"], ["core_customer.id"], name="fk_core_merge_customer_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_core_merge_customer_id", "core_merge", ["customer_id"])
    op.create_index("ix_core_merge_lost", "core_merge", ["resource", "lost_id"])
    op.create_index("ix_core_merge_kept", "core_merge", ["resource", "record_id"])
    op.create_table(
        "core_merge_link",
        sa.Column("id", identifier(), sa.Identity(), nullable=False),
        sa.Column("merge_id", identifier(), nullable=False),
        sa.Column("table_name", sa.String(64), nullable=False),
        sa.Column("column_name", sa.String(64), nullable=False),
        sa.Column("row_id", identifier(), nullable=False),
        sa.Column("before", identifier(), nullable=True),
        sa.Column("after", identifier(), nullable=True),
        sa.Column("row", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_core_merge_link"),
        sa.ForeignKeyConstraint(["merge_id"], ["core_merge.id"], name="fk_core_merge_link_merge_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_core_merge_link_merge_id", "core_merge_link", ["merge_id"])


def downgrade() -> None:
    op.drop_table("core_merge_link")
    op.drop_table("core_merge")
