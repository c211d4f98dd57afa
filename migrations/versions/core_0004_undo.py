"""What can be undone."""

revision = "core_0004_undo"
down_revision = "core_0003_jobs"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
