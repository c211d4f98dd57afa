"""`guanxi plugin` and `guanxi pack`: what admins see, with its exit codes."""

import shutil
from pathlib import Path

import pytest

from core.cli.errors import ExitCode
from core.data.history import CORE
from core.data.migrations import upgrade
from core.testing.cli import Cli
from core.testing.databases import Preparation
from core.testing.home import Install

PROOFS = Path(__file__).parents[1] / "plugins"
pytestmark = pytest.mark.databases("sqlite")


@pytest.fixture
def preparation() -> Preparation:
    """Core's tables only."""
    return Preparation("core", lambda database: upgrade(database, [CORE]))


@pytest.fixture
def plugins() -> None:
    """The database is asked."""


@pytest.fixture(autouse=True)
def installed(install: Install) -> None:
    """The club, and the bar, a pack that requires it."""
    for name in ("club", "bar"):
        install(PROOFS / name)


def states(cli: Cli, group: str = "plugin") -> dict[str, str]:
    """Those of the proofs; what comes with Guanxi has tests of its own."""
    rows = cli(group, "list", "--json").data
    return {row["name"]: row["state"] for row in rows if row["name"] in ("bar", "club")}


def test_a_life_by_command(cli: Cli, tmp_path: Path) -> None:
    assert states(cli) == {"bar": "available", "club": "available"}
    assert cli("plugin", "enable", "bar").stdout == "club, bar enabled.\n"
    assert states(cli) == {"bar": "enabled", "club": "enabled"}
    assert cli("plugin", "enable", "bar").stdout == "Nothing to do: bar is enabled.\n"
    assert cli("plugin", "disable", "bar").stdout == "bar disabled; its data stay.\n"
    assert cli("plugin", "disable", "bar").stdout == "Nothing to do: bar is disabled.\n"
    removed = cli("plugin", "remove", "bar", "--yes", "--json").json
    assert states(cli) == {"bar": "available", "club": "enabled"}
    restored = cli("plugin", "restore", removed["archive"])
    assert restored.stdout == "bar restored: 0 rows. It is disabled.\n"
    assert states(cli) == {"bar": "disabled", "club": "enabled"}


def test_plans_are_shown_and_nothing_is_done(cli: Cli) -> None:
    plan = cli("plugin", "plan", "club", "--json").json["plan"]
    assert cli("plugin", "enable", "club", "--dry-run", "--json").json["plan"] == plan
    assert plan["steps"][0]["head"] == "club_0002_visits"
    assert "+ Tables: alembic_version_club, club_member" in cli("plugin", "plan", "club").stdout
    assert states(cli)["club"] == "available"


def test_what_is_in_the_way_has_an_exit_code_of_its_own(cli: Cli) -> None:
    cli("plugin", "enable", "bar")
    ran = cli("plugin", "plan", "club", "--for", "disable")
    assert ran.code == ExitCode.CONFLICT
    assert "Fix: Disable first: guanxi plugin disable bar" in ran.stderr
    assert cli("plugin", "disable", "club").code == ExitCode.CONFLICT


def test_a_slip_of_the_pen_is_answered_with_the_nearest_name(cli: Cli) -> None:
    ran = cli("plugin", "enable", "clubb")
    assert (ran.code, ran.stdout) == (ExitCode.FAILED, "")
    assert "Did you mean club?" in ran.stderr


def test_removing_asks_for_the_name(cli: Cli) -> None:
    cli("plugin", "enable", "club")
    ran = cli("plugin", "remove", "club", "--no-input")
    assert ran.code == ExitCode.USAGE
    assert "--yes" in ran.stderr
    assert states(cli)["club"] == "enabled"


def test_packs_are_a_part_of_the_plugins(cli: Cli) -> None:
    assert states(cli, "pack") == {"bar": "available"}
    assert "club is a plugin, not an industry pack" in cli("pack", "enable", "club").stderr
    assert cli("pack", "enable", "bar").code == ExitCode.DONE


def test_what_cannot_run_or_is_gone_can_be_disabled(cli: Cli, tmp_path: Path) -> None:
    cli("plugin", "enable", "bar")
    (tmp_path / "plugins" / "bar" / "plugin.toml").write_text("no manifest")
    assert states(cli)["bar"] == "quarantined"
    shutil.rmtree(tmp_path / "plugins" / "bar")
    assert states(cli)["bar"] == "missing"
    assert "its code is not installed" in cli("plugin", "info", "bar").stdout.lower()
    assert cli("plugin", "disable", "bar").code == ExitCode.DONE
    assert cli("plugin", "remove", "bar", "--yes").code == ExitCode.CONFLICT


def test_info_tells_all(cli: Cli) -> None:
    cli("plugin", "enable", "bar")
    shown = cli("plugin", "info", "club", "--json").data
    assert shown["required_by"] == ["bar"]
    assert shown["rows"] == {"club_member": 0, "club_member_guest": 0, "club_purchase": 0}
    assert shown["adds"]["settings"] == ["club.fee"]
    assert shown["restricts"] == ["club_member"]


def test_only_who_may_manage_plugins_sees_them(cli: Cli) -> None:
    cli("init", "--yes")
    cli(
        "users",
        "create",
        "--set",
        "login=anna",
        "--set",
        "name=Anna",
        "--set",
        'roles=[{"role": "salesperson"}]',
    )
    assert cli("plugin", "list", "--as", "anna").code == ExitCode.FORBIDDEN
    assert cli("plugin", "enable", "club", "--as", "anna").code == ExitCode.FORBIDDEN
    assert states(cli)["club"] == "available"


LATER = """
revision = "club_0003_later"
down_revision = "club_0002_visits"

def upgrade():
    from alembic import op
    op.execute("CREATE TABLE club_later (id INTEGER)")

def downgrade():
    pass
"""


def test_db_upgrade_upgrades_plugins_too_and_names_what_is_missing(cli: Cli, tmp_path: Path) -> None:
    cli("plugin", "enable", "bar")
    cli("plugin", "disable", "bar")
    (tmp_path / "plugins" / "club" / "migrations" / "club_0003_later.py").write_text(LATER)
    shutil.rmtree(tmp_path / "plugins" / "bar")
    assert cli("db", "upgrade", "--dry-run", "--json").json["applied"] == {"club": ["club_0003_later"]}
    ran = cli("db", "upgrade")
    assert (ran.code, ran.stdout) == (ExitCode.DONE, "club: 1 migrations applied.\n")
    assert "bar was skipped: Its code is not installed." in ran.stderr
    assert cli("db", "upgrade").stdout == "Nothing to do.\n"


def test_a_migration_that_fails_is_named_last(cli: Cli, tmp_path: Path) -> None:
    cli("plugin", "enable", "bar")
    broken = LATER.replace("CREATE TABLE club_later (id INTEGER)", "NONSENSE")
    (tmp_path / "plugins" / "club" / "migrations" / "club_0003_later.py").write_text(broken)
    ran = cli("db", "upgrade")
    assert ran.code == ExitCode.FAILED
    assert "The migration club_0003_later failed and was undone" in ran.stderr
