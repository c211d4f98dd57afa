"""Faults: of plugins, of files, of the configuration. One line each, and a traceback only when asked for."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from core.contracts.changes import Change
from core.plugin_api import Work, hookimpl
from core.testing.cli import Cli


class FragilePlugin:
    """A plugin that cannot bear customers called Boom."""

    @hookimpl(resource="customers")
    def record_created(self, work: Work, resource: str, changes: Sequence[Change]) -> None:
        if any((change.after or {})["name"] == "Boom" for change in changes):
            raise RuntimeError("it broke")


@pytest.fixture
def plugins() -> Mapping[str, object]:
    return {"fragile": FragilePlugin()}


def test_a_plugins_fault_names_it_and_undoes_everything(cli: Cli, tmp_path: Path) -> None:
    ran = cli("customers", "create", "--set", "name=Boom")
    assert ran.code == 1
    assert "Error: The plugin fragile failed in record_created.\nWhy: RuntimeError: it broke\n" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert cli("customers", "list", "--count").stdout == "0\n"
    log_id = ran.stderr.splitlines()[-1].removeprefix("Log: ").partition(" in ")[0]
    log = (tmp_path / "log" / "faults.log").read_text(encoding="utf-8")
    assert f"{log_id} " in log
    assert "RuntimeError: it broke" in log


def test_with_debug_the_traceback_is_shown(cli: Cli) -> None:
    assert (
        "Traceback (most recent call last)"
        in cli("customers", "create", "--set", "name=Boom", "--debug").stderr
    )


def test_the_log_of_faults_holds_no_values(cli: Cli, tmp_path: Path) -> None:
    assert cli("customers", "create", "--set", "name=Boom", "--set", "notes=secret-of-boom").code == 1
    assert "secret-of-boom" not in (tmp_path / "log" / "faults.log").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("port = ", "cannot be read"),
        ("prot = 1", "Did you mean port?"),
        ('port = "many"', "port cannot be many"),
        ('home = "/elsewhere"', "cannot set home"),
    ],
)
def test_a_wrong_file_of_settings_is_explained(cli: Cli, tmp_path: Path, content: str, said: str) -> None:
    (tmp_path / "guanxi.toml").write_text(content, encoding="utf-8")
    for words in (("customers", "list"), ("config", "show"), ("init", "--yes")):
        ran = cli(*words)
        assert ran.code == 1
        assert said in ran.stderr
    assert cli().code == 0
    assert cli("--help").code == 0


def test_a_home_that_is_a_file_is_explained(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    ran = cli("init", "--yes", GUANXI_HOME=str(tmp_path / "file" / "home"), GUANXI_DATABASE_URL="")
    assert ran.code == 1
    assert "Traceback" not in ran.stderr


def test_a_database_that_is_none_is_explained(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "guanxi.sqlite3").write_text("this is no database, whatever its name says", encoding="utf-8")
    ran = cli("customers", "list", GUANXI_DATABASE_URL=f"sqlite:///{tmp_path}/guanxi.sqlite3")
    assert ran.code == 1
    assert "The database file cannot be opened." in ran.stderr
    assert cli("customers", "list", GUANXI_DATABASE_URL="mysql://x/y").code == 1
