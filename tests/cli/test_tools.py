"""The commands beside those of records: init, db, config, settings, changes, search, shell, completion."""

import stat
from pathlib import Path

import pytest

from core.testing.cli import Cli
from tests.cli.conftest import Make


def test_init_makes_an_installation_and_then_has_nothing_to_do(cli: Cli, tmp_path: Path) -> None:
    first = cli("init", "--yes", "--company", "Acme", "--country", "Germany")
    assert first.code == 0
    assert "Password: " in first.stdout
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600
    second = cli("init", "--yes")
    assert (second.code, second.stdout) == (0, "Nothing to do.\n")
    assert cli("settings", "show", "core.country", "--json").data == {"core.country": "DE"}
    assert cli("units", "show", "HQ", "--json").data["name"] == "Acme"


def test_the_password_of_init_works(cli: Cli) -> None:
    made = cli("init", "--yes", "--login", "root", "--json").json
    assert made["login"] == "root"
    script = f"""
from sqlalchemy import select
from core.data.models import Password
from core.services.authentication import verify_password
print(verify_password({made["password"]!r}, work.session.scalars(select(Password.hash)).one()))
"""
    assert cli("shell", stdin=script).stdout == "True\n"


def test_init_needs_yes_where_nobody_can_be_asked(cli: Cli, tmp_path: Path) -> None:
    for words in (("init",), ("--no-input", "init"), ("init", "--no-input")):
        ran = cli(*words)
        assert ran.code == 2
        assert "--yes" in ran.stderr
    assert not (tmp_path / "secret_key").exists()


def test_a_dry_run_of_a_new_installation_makes_nothing(cli: Cli, tmp_path: Path) -> None:
    home = tmp_path / "new"
    rehearsed = cli("init", "--yes", "--dry-run", GUANXI_HOME=str(home), GUANXI_DATABASE_URL="")
    assert not home.exists()
    real = cli("init", "--yes", GUANXI_HOME=str(home), GUANXI_DATABASE_URL="")
    assert real.stdout.startswith(rehearsed.stdout)
    assert stat.S_IMODE(home.stat().st_mode) == 0o700


def test_without_a_database_every_command_says_what_to_do(cli: Cli, tmp_path: Path) -> None:
    nowhere = {"GUANXI_HOME": str(tmp_path), "GUANXI_DATABASE_URL": f"sqlite:///{tmp_path}/none.sqlite3"}
    for words in (
        ["customers", "list"],
        ["search", "x"],
        ["db", "status"],
        ["serve"],
        ["customers", "list", "--as", "x"],
    ):
        ran = cli(*words, **nowhere)
        assert ran.code == 1
        assert "guanxi init" in ran.stderr
    assert not (tmp_path / "none.sqlite3").exists()


def test_a_database_without_tables_asks_for_an_upgrade(cli: Cli, tmp_path: Path) -> None:
    empty = {"GUANXI_HOME": str(tmp_path), "GUANXI_DATABASE_URL": f"sqlite:///{tmp_path}/empty.sqlite3"}
    (tmp_path / "empty.sqlite3").touch()
    ran = cli("customers", "list", **empty)
    assert ran.code == 1
    assert "guanxi db upgrade" in ran.stderr
    assert cli("db", "status", "--json", **empty).data["pending"] > 0
    assert "migrations applied" in cli("db", "upgrade", **empty).stdout
    assert cli("db", "upgrade", **empty).stdout == "Nothing to do.\n"
    assert cli("customers", "list", **empty).code == 0


def test_configuration_is_explained_and_secrets_stay_secret(cli: Cli, tmp_path: Path) -> None:
    assert cli("config", "set", "port", "8081").code == 0
    assert cli("config", "explain", "port", "--json").data["origin"] == f"file {tmp_path / 'guanxi.toml'}"
    assert cli("config", "explain", "port", "--json", GUANXI_PORT="9000").data["value"] == "9000"
    url = "postgresql://ann:hushhush@db/guanxi"
    shown = cli("config", "show", GUANXI_SECRET_KEY="k" * 40, GUANXI_DATABASE_URL=url).stdout
    assert "hushhush" not in shown
    assert "kkkk" not in shown


def test_configuration_is_written_with_its_comments(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "guanxi.toml"
    file.write_text("# ours\nthreads = 2  # few\n", encoding="utf-8")
    assert cli("config", "set", "port", "8081").code == 0
    assert file.read_text(encoding="utf-8") == "# ours\nthreads = 2  # few\nport = 8081\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert cli("config", "set", "port", "--default").code == 0
    assert file.read_text(encoding="utf-8") == "# ours\nthreads = 2  # few\n"


@pytest.mark.parametrize(
    "words",
    [
        ("port", "eighty"),
        ("port", "70000"),
        ("log_level", "loud"),
        ("secret_key", "x" * 40),
        ("home", "there"),
        ("prt", "1"),
    ],
)
def test_a_configuration_that_cannot_be_is_refused(cli: Cli, tmp_path: Path, words: tuple[str, str]) -> None:
    ran = cli("config", "set", *words)
    assert ran.code in (1, 2)
    assert ran.stderr.startswith("Error: ")
    assert not (tmp_path / "guanxi.toml").exists()


def test_what_overrules_the_file_is_named(cli: Cli) -> None:
    ran = cli("config", "set", "port", "8081", GUANXI_PORT="9000")
    assert ran.code == 0
    assert "environment GUANXI_PORT says 9000" in ran.stderr


def test_settings_are_set_and_go_back(cli: Cli) -> None:
    assert cli("settings", "set", "core.country", "中国", "--json").data == {"core.country": "CN"}
    assert cli("settings", "set", "core.country", "", "--json").data == {"core.country": None}
    ran = cli("settings", "set", "core.trash_days", "0")
    assert ran.code == 2
    assert "Did you mean core.country?" in cli("settings", "show", "core.contry").stderr


def test_changes_are_listed_by_record_actor_and_time(cli: Cli, make: Make, staff: None) -> None:
    make("customers", "number=A1", "name=Alfreds")
    assert cli("customers", "create", "--as", "anna", "--set", "name=Hers").code == 0
    assert [
        row["operation"] for row in cli("changes", "list", "--record", "customers/A1", "--json").data
    ] == ["create"]
    assert [row["resource"] for row in cli("changes", "list", "--actor", "anna", "--json").data] == [
        "customers"
    ]
    assert (
        cli("changes", "list", "--actor", "system", "--record", "customers", "--json").data[0]["record_id"]
        == 1
    )
    assert cli("changes", "list", "--since", "2999-01-01").stderr == "No changes found.\n"
    assert cli("changes", "list", "--until", "2000-01-01", "--json").data == []
    assert cli("changes", "list", "--as", "anna").code == 4


def test_changes_have_pages(cli: Cli, staff: None) -> None:
    first = cli("changes", "list", "--limit", "2", "--json").json
    assert f"--before {first['next']}" in cli("changes", "list", "--limit", "2").stderr
    rest = cli("changes", "list", "--before", str(first["next"]), "--json").json
    assert rest["data"][0]["id"] < first["next"]
    assert rest["next"] is None


def test_search_finds_all_kinds(cli: Cli, make: Make) -> None:
    make("customers", "number=A1", "name=上海四方贸易", "phone=+86 21 5555 4321")
    make("contacts", "customer=A1", "name=张伟")
    assert [hit["resource"] for hit in cli("search", "四方", "--json").data] == ["customers"]
    assert cli("search", "张伟", "--in", "contacts").stdout.splitlines()[1].split() == [
        "contacts",
        "1",
        "张伟",
    ]
    assert cli("search", "nobody").stderr == "Nothing found.\n"
    assert cli("search", "x", "--in", "contcts").code == 1


def test_the_shell_runs_code_and_writes_only_when_told(cli: Cli) -> None:
    write = "records.create(work, 'customers', [{'name': 'Acme'}])"
    assert cli("shell", "-c", write).code != 0
    assert cli("shell", "--write", "-c", write).code == 0
    assert cli("shell", "-c", "print(len(records.read_many(work, 'customers', [1])))").stdout == "1\n"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_installed_once(cli: Cli, tmp_path: Path, shell: str) -> None:
    home = {"HOME": str(tmp_path), "SHELL": f"/usr/bin/{shell}"}
    assert (
        cli("completion", "install", "--dry-run", **home).stdout
        == (first := cli("completion", "install", **home)).stdout
    )
    assert first.stdout.startswith("Written: ")
    assert cli("completion", "install", **home).stdout == "Nothing to do.\n"
    assert "_GUANXI_COMPLETE" in cli("completion", shell).stdout


def completed(cli: Cli, line: str) -> list[str]:
    """What bash would offer at the end of a line."""
    words = line.split(" ")
    ran = cli(_GUANXI_COMPLETE="bash_complete", COMP_WORDS=line, COMP_CWORD=str(len(words) - 1))
    return [item.partition(",")[2] for item in ran.stdout.splitlines()]


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("guanxi cust", "customers"),
        ("guanxi sam", "sample"),
        ("guanxi sample ma", "machines"),
        ("guanxi customers li", "list"),
        ("guanxi activities comp", "complete"),
        ("guanxi customers list --so", "--sort"),
        ("guanxi customers list --sort upd", "updated_at"),
        ("guanxi customers list --fields name,cit", "name,city"),
        ("guanxi customers create --set cit", "city="),
        ("guanxi config explain po", "port"),
    ],
)
def test_commands_kinds_of_records_and_fields_are_completed(cli: Cli, line: str, offered: str) -> None:
    assert offered in completed(cli, line)
