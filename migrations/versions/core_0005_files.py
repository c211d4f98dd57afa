"""Files and attachments."""

revision = "core_0005_files"
down_revision = "core_0004_undo"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
