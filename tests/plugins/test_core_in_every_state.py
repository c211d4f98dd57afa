"""Core works as before in every state of a plugin, from available to removed and back."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from core.services.work import App
from core.testing.cli import Cli
from tests.services.plugins.conftest import Life, fill_club, life, plugins

__all__ = ["life", "plugins"]

CSV = "number,name,city,contacts.name\nN1,Nord,Kiel,Ann\nN2,Süd,Ulm,Bob\n"


def available(life: Life, _home: Path) -> None:
    life.install("club")


def enabled(life: Life, home: Path) -> None:
    available(life, home)
    fill_club(life.enable("club"))


def disabled(life: Life, home: Path) -> None:
    enabled(life, home)
    life.disable("club")


def quarantined(life: Life, home: Path) -> None:
    enabled(life, home)
    (home / "plugins" / "club" / "plugin.toml").write_text("nonsense", encoding="utf-8")


def missing(life: Life, home: Path) -> None:
    enabled(life, home)
    shutil.rmtree(home / "plugins" / "club")


def removed(life: Life, home: Path) -> None:
    disabled(life, home)
    life.remove("club")


def restored(life: Life, home: Path) -> None:
    disabled(life, home)
    life.restore(life.remove("club").archive)


STATES = (available, enabled, disabled, quarantined, missing, removed, restored)


@pytest.mark.databases("sqlite")
@pytest.mark.parametrize("state", STATES)
def test_core_works_in_every_state(
    life: Life, cli: Cli, tmp_path: Path, state: Callable[[Life, Path], None]
) -> None:
    state(life, tmp_path)
    file = tmp_path / "customers.csv"
    file.write_text(CSV, encoding="utf-8")
    for words, said in (
        (("customers", "import", str(file)), "Customers: 2 created"),
        (("customers", "update", "N1", "--set", "city=Plön", "--set", "tags=new"), "1 changed"),
        (("customers", "list", "--filter", "city=Plön", "--fields", "name,city"), "Nord"),
        (("customers", "history", "N1"), "Plön"),
        (("search", "Nord"), "Nord"),
        (("activities", "create", "--set", "customer=N1", "--set", "subject=Call"), "1 created"),
        (("contacts", "list", "--filter", "customer=N1", "--count"), "1"),
        (("customers", "export", str(tmp_path / "out.csv")), ""),
        (("customers", "delete", "N2", "--yes"), "1 deleted"),
        (("changes", "list", "--limit", "3"), "customers"),
        (("db", "status"), "core_"),
    ):
        ran = cli(*words)
        assert (ran.code, said in ran.stdout) == (0, True), (words, ran)
    assert "Nord" in (tmp_path / "out.csv").read_text(encoding="utf-8-sig")


def test_what_is_written_meanwhile_is_there_when_the_plugin_is_back(life: Life, cli: Cli) -> None:
    life.install("club")
    life.enable("club")
    life.disable("club")
    assert cli("customers", "create", "--set", "name=Meanwhile", "--set", "number=M1").code == 0
    app: App = life.enable("club")
    assert app.plugins.running
    assert cli("club", "members", "create", "--set", "customer=M1", "--set", "name=Ann").code == 0
