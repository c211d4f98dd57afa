"""An owner with two migrations, written into a folder, that can be paused in the middle and killed there."""

import os
import re
import time
from pathlib import Path

from core.data.history import Owner

PAUSE = "GUANXI_TEST_PAUSE"

FIRST = """
import sqlalchemy as sa
from alembic import op

revision = "shop_0001_initial"
down_revision = None


def upgrade():
    name = sa.Column("name", sa.String(20))
    op.create_table("shop_order", sa.Column("id", sa.Integer, primary_key=True), name)
    op.create_table(
        "shop_line",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("order_id", sa.Integer, sa.ForeignKey("shop_order.id", ondelete="CASCADE"), nullable=False),
    )
    op.create_index("ix_shop_order_name", "shop_order", ["name"])
    op.execute("INSERT INTO shop_order (id, name) VALUES (1, 'first')")
    op.execute("INSERT INTO shop_line (id, order_id) VALUES (1, 1)")


def downgrade():
    op.drop_table("shop_line")
    op.drop_table("shop_order")
"""

SECOND = """
import sqlalchemy as sa
from alembic import op
from tests.data.owners import pause_here

revision = "shop_0002_total"
down_revision = "shop_0001_initial"


def upgrade():
    op.create_table("shop_extra", sa.Column("id", sa.Integer, primary_key=True))
    with op.batch_alter_table("shop_order", recreate="auto") as batch:
        batch.add_column(sa.Column("total", sa.BigInteger, nullable=False, server_default="0"))
        batch.alter_column("name", nullable=False)
    pause_here()
    op.execute("UPDATE shop_order SET total = 5")


def downgrade():
    with op.batch_alter_table("shop_order") as batch:
        batch.drop_column("total")
        batch.alter_column("name", nullable=True)
    op.drop_table("shop_extra")
"""


def shop(folder: Path, *migrations: str) -> Owner:
    """Write the migrations (both by default) and say whose they are."""
    for content in migrations or (FIRST, SECOND):
        (folder / f"{revision_of(content)}.py").write_text(content, encoding="utf-8")
    return Owner("shop", folder)


def revision_of(migration: str) -> str:
    """The revision id in a migration's text."""
    found = re.search(r'^revision = "(\w+)"', migration, re.MULTILINE)
    return found[1] if found else "shop_0003_broken"


def pause_here() -> None:
    """In a process that is to be killed: say that it is here, and stay."""
    if marker := os.environ.get(PAUSE):
        Path(marker).touch()
        time.sleep(60)
