"""Merged records."""

revision = "core_0006_merging"
down_revision = "core_0005_files"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
