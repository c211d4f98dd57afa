"""Backup, verification, restore, move and doctor as an administrator types them."""

from pathlib import Path
from typing import Any

import pytest

from core.config import FILE_NAME
from core.data.migrations import downgrade
from core.data.owners import CORE
from core.testing.app import MakeCustomer
from core.testing.cli import Cli

pytestmark = pytest.mark.databases("sqlite")


@pytest.fixture
def plugins() -> dict[str, object]:
    """None."""
    return {}


def at(place: Path) -> dict[str, str]:
    """The environment of another installation."""
    return {"GUANXI_HOME": str(place), "GUANXI_DATABASE_URL": ""}


def test_from_a_backup_to_another_folder(cli: Cli, tmp_path: Path, make_customer: MakeCustomer) -> None:
    make_customer(name="Acme")
    file, place = str(tmp_path / "b.zip"), tmp_path / "new"
    ran = cli("backup", file, "--dry-run", "--json")
    assert ran.code == 0, ran.stderr
    foreseen = ran.json
    made = cli("backup", file, "--json").json
    assert foreseen["rows"] == made["rows"]
    verified = cli("backup-verify", file, "--json")
    assert (verified.code, verified.json["problems"], verified.json["rows"]) == (0, [], made["rows"])
    rehearsed = cli("restore", file, "--dry-run", "--json", **at(place))
    assert not place.exists()
    restored = cli("restore", file, "--json", **at(place))
    assert restored.json["rows"] == rehearsed.json["rows"] == made["rows"]
    assert cli("customers", "list", "--json", **at(place)).data[0]["name"] == "Acme"
    again = cli("restore", file, **at(place))
    assert (again.code, "is not empty; nothing was changed" in again.stderr) == (6, True)


def test_a_file_that_is_there_is_replaced_only_on_demand(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "b.zip"
    file.write_text("precious")
    ran = cli("backup", str(file), stdin="")
    assert (ran.code, file.read_text()) == (2, "precious")
    assert cli("backup", str(file), "--force").code == 0
    assert file.stat().st_mode & 0o777 == 0o600


def test_what_is_wrong_with_a_backup_ends_with_5(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "b.zip"
    cli("backup", str(file))
    file.write_bytes(file.read_bytes()[:-30])
    ran = cli("backup-verify", str(file), "--json")
    assert (ran.code, len(ran.json["problems"])) == (5, 1)
    assert cli("restore", str(file), **at(tmp_path / "new")).code == 1
    assert cli("backup-verify", str(tmp_path / "none.zip")).code == 1


@pytest.mark.parametrize(
    "words", [("backup", "x.zip"), ("restore", "x.zip"), ("doctor",), ("db", "move", "x")]
)
def test_users_do_none_of_it(cli: Cli, words: tuple[str, ...]) -> None:
    assert cli(*words, "--as", "admin").code == 4


def states(found: Any) -> dict[str, str]:
    return {each["name"]: each["state"] for each in found["checks"]}


def test_doctor_finds_what_is_wrong_and_ends_with_5(cli: Cli, tmp_path: Path) -> None:
    ran = cli("doctor", "--json", "--seconds", "120")
    assert (ran.code, ran.json["version"]) == (5, 1)
    found = states(ran.json)
    assert len(found) >= 40
    assert found["core.secret_key"] == found["core.administrator"] == "problem"
    shown = cli("doctor", "--seconds", "120")
    assert "PROBLEM  core.secret_key  There is no secret key." in shown.stdout
    assert "    Run guanxi init, which makes one." in shown.stdout
    assert len(shown.stdout) < len(cli("doctor", "--all", "--seconds", "120").stdout)


def test_doctor_says_so_if_there_is_nothing_to_look_at(cli: Cli, tmp_path: Path) -> None:
    found = cli("doctor", "--json", "--seconds", "120", **at(tmp_path / "nowhere")).json
    assert states(found)["core.database"] == "problem"
    (tmp_path / FILE_NAME).write_text("port = 'x'")
    ran = cli("doctor", "--json")
    assert (ran.code, states(ran.json)) == (5, {"core.configuration": "problem"})
    (tmp_path / FILE_NAME).unlink()


def test_an_old_database_is_one_problem_among_others(cli: Cli, database: Any) -> None:
    downgrade(database, CORE, "core_0001_initial")
    ran = cli("doctor", "--json", "--seconds", "120")
    assert (ran.code, states(ran.json)["core.migrations"]) == (5, "problem")
