"""Jobs and schedules."""

revision = "core_0003_jobs"
down_revision = "core_0002_plugins"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
