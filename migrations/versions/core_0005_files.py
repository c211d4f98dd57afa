"""Files and attachments."""

import sqlalchemy as sa
from alembic import op

revision = "core_0005_files"
down_revision = "core_0004_undo"
branch_labels = None
depends_on = None


def identifier() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def text(length: int) -> sa.types.TypeEngine[str]:
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "core_file",
        sa.Column("sha256", text(64), nullable=False),
        sa.Column("size", identifier(), nullable=False),
        sa.Column("media_type", sa.String(100), nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_core_file"),
    )
    op.create_table(
        "core_attachment",
        sa.Column("id", identifier(), sa.Identity(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", text(255), nullable=False),
        sa.Column("description", text(500), nullable=True),
        sa.Column("media_type", text(100), nullable=False),
        sa.Column("size", identifier(), nullable=False),
        sa.Column("sha256", text(64), nullable=False),
        sa.Column("resource", sa.String(64), nullable=True),
        sa.Column("record_id", identifier(), nullable=True),
        sa.Column("customer_id", identifier(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", identifier(), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_core_attachment"),
        sa.ForeignKeyConstraint(["sha256"], ["core_file.sha256"], name="fk_core_attachment_sha256"),
        sa.ForeignKeyConstraint(["customer_id"], ["core_customer.id"], name="fk_core_attachment_customer_id"),
        sqlite_autoincrement=True,
    )
    living = sa.text("deleted_at IS NULL")
    op.create_index(
        "ix_core_attachment_name",
        "core_attachment",
        ["name", "id"],
        sqlite_where=living,
        postgresql_where=living,
    )
    op.create_index("ix_core_attachment_about", "core_attachment", ["resource", "record_id"])
    op.create_index("ix_core_attachment_sha256", "core_attachment", ["sha256"])
    op.create_index("ix_core_attachment_customer_id", "core_attachment", ["customer_id"])


def downgrade() -> None:
    op.drop_table("core_attachment")
    op.drop_table("core_file")
