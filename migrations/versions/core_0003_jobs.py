"""Jobs and schedules."""

import sqlalchemy as sa
from alembic import op

revision = "core_0003_jobs"
down_revision = "core_0002_plugins"
branch_labels = None
depends_on = None


def identifier() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def moment() -> sa.DateTime:
    return sa.DateTime(timezone=True)


def partial_index(name: str, columns: list[str], where: str, *, unique: bool = False) -> None:
    condition = sa.text(where)
    op.create_index(
        name, "core_job", columns, unique=unique, sqlite_where=condition, postgresql_where=condition
    )


def upgrade() -> None:
    op.create_table(
        "core_job",
        sa.Column("id", identifier(), sa.Identity(), nullable=False),
        sa.Column("owner", sa.String(24), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("key", sa.String(255)),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("actor_id", identifier()),
        sa.Column("scopes", sa.Text(), nullable=False),
        sa.Column("enqueued_at", moment(), nullable=False),
        sa.Column("due_at", moment(), nullable=False),
        sa.Column("started_at", moment()),
        sa.Column("finished_at", moment()),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("claim", sa.Integer(), nullable=False),
        sa.Column("process_id", identifier()),
        sa.Column("lease_until", moment()),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("result", sa.Text()),
        sa.Column("done", sa.BigInteger()),
        sa.Column("total", sa.BigInteger()),
        sa.Column("progress", sa.String(500), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_core_job"),
        sqlite_autoincrement=True,
    )
    partial_index("ix_core_job_due", ["owner", "due_at", "id"], "state = 'waiting'")
    partial_index("ix_core_job_running", ["owner"], "state = 'running'")
    partial_index(
        "uq_core_job_key",
        ["name", "key"],
        "key IS NOT NULL AND state IN ('waiting', 'running')",
        unique=True,
    )
    partial_index("ix_core_job_finished_at", ["finished_at"], "finished_at IS NOT NULL")
    op.create_index("ix_core_job_state_id", "core_job", ["state", "id"])
    op.create_index("ix_core_job_actor_id_id", "core_job", ["actor_id", "id"])
    op.create_table(
        "core_job_mark",
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("run", sa.String(260), nullable=False),
        sa.Column("step", sa.String(200), nullable=False),
        sa.Column("at", moment(), nullable=False),
        sa.PrimaryKeyConstraint("name", "run", "step", name="pk_core_job_mark"),
    )
    op.create_index("ix_core_job_mark_at", "core_job_mark", ["at"])
    op.create_table(
        "core_schedule",
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("job", sa.String(100), nullable=False),
        sa.Column("time_zone", sa.String(64), nullable=False),
        sa.Column("next_at", moment(), nullable=False),
        sa.Column("last_at", moment()),
        sa.PrimaryKeyConstraint("name", name="pk_core_schedule"),
    )


def downgrade() -> None:
    op.drop_table("core_schedule")
    op.drop_table("core_job_mark")
    op.drop_table("core_job")
