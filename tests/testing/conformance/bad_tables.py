"""Plugins whose tables and doors are wrong."""

from tests.testing.conformance.bad import Bad
from tests.testing.conformance.bad_declarations import field, hook, resource
from tests.testing.conformance.writing import FIRST, RESOURCES

INITIAL = "migrations/club_0001_initial.py"
SECOND = """
import sqlalchemy as sa
from alembic import op

revision = "club_0002_more"
down_revision = "club_0001_initial"


def upgrade():
    with op.batch_alter_table("club_member") as batch:
        batch.add_column(sa.Column("more", sa.String(200), nullable=False))


def downgrade():
    with op.batch_alter_table("club_member") as batch:
        batch.drop_column("more")
"""
MORE = field('more: Mapped[str] = text(_("More"), required=True)')

# Goes around the permissions of core: whoever is signed in may do it.
OPEN = (
    RESOURCES.replace("def greet", "from core.api.operations import SIGNED_IN\n\n\ndef greet")
    .replace("members = Resource(", "members = Open(")
    .replace('"club.members.greet"', "SIGNED_IN")
    .replace(
        "members = ",
        "class Open(Resource):\n    def permission(self, action):\n"
        '        return SIGNED_IN if action == "view" else super().permission(action)\n\n\nmembers = ',
    )
)


def upgrading(line: str) -> dict[str, str]:
    """The first migration with one more step."""
    return {INITIAL: FIRST.replace("def upgrade():\n", f"def upgrade():\n    {line}\n")}


BAD = (
    Bad("history-is-one-line", "tables but no migrations", without=(INITIAL,)),
    Bad(
        "history-is-one-line",
        "Two lines end in",
        {
            "migrations/club_0002_a.py": SECOND.replace("0002_more", "0002_a"),
            "migrations/club_0003_b.py": SECOND.replace("0002_more", "0003_b"),
        },
    ),
    Bad("history-is-one-line", "must be named like its revision", {"migrations/club_0002_x.py": SECOND}),
    Bad(
        "history-is-one-line",
        "club_0007_more is number 2",
        {"migrations/club_0007_more.py": SECOND.replace("0002_more", "0007_more")},
        where="club/migrations/club_0007_more.py:1",
    ),
    Bad("tables-can-be-made", "club_0001_initial failed", upgrading("op.drop_table('nowhere')")),
    Bad("tables-can-be-made", "not theirs", upgrading("op.drop_table('core_exchange_rate')")),
    Bad(
        "tables-can-be-made", "not theirs", upgrading("op.create_table('my_table', sa.Column('a', sa.Text))")
    ),
    Bad(
        "tables-can-be-made",
        "change rows of core_state",
        upgrading("""op.execute("UPDATE core_state SET value = value + 1")"""),
    ),
    Bad("tables-are-those-of-the-models", "add_column", field('more: Mapped[str | None] = text(_("More"))')),
    Bad(
        "going-down-leaves-nothing",
        "leave",
        {INITIAL: FIRST.replace('op.drop_table("club_member")', "pass")},
    ),
    Bad(
        "each-step-leads-to-the-end",
        "From club_0001_initial on: The migration club_0002_more failed",
        {"migrations/club_0002_more.py": SECOND, **MORE},
    ),
    Bad("api-refuses-strangers", "{id}/greet answers", {"resources.py": OPEN}),
    Bad(
        "no-row-is-lost-and-nothing-is-left",
        "failed in plugin_enabled",
        hook("def plugin_enabled(work: Work) -> None:\n    1 / 0"),
    ),
    Bad(
        "no-row-is-lost-and-nothing-is-left",
        "Disabling it changes rows of club_member.",
        hook('def plugin_disabled(work: Work) -> None:\n    records.delete(work, "club.members", [1])'),
    ),
    Bad(
        "lists-and-records-keep-the-budget",
        "GET /api/v1/club/members/1 answers 404",
        hook(
            "def visibility_rules() -> Iterable[VisibilityRule]:\n"
            "    return [VisibilityRule(model=declared.Member, criterion=lambda actor, action: 1 / 0)]"
        ),
    ),
    Bad(
        "records-are-hidden-with-their-customer",
        "club.members show 3 records",
        resource('    parent="customer",\n', ""),
    ),
)
