"""Bulk changes at the command line, and undoing them."""

import pytest

from core.testing.cli import Cli
from tests.cli.conftest import Make

pytestmark = pytest.mark.databases("sqlite")


def test_what_a_filter_has_changed_is_undone(cli: Cli, make: Make) -> None:
    for number in ("A1", "B2", "C3"):
        make("customers", f"number={number}", f"name={number}", "city=Bonn")
    ran = cli("customers", "update", "--filter", "city=Bonn", "--set", "city=Kiel")
    assert (ran.code, ran.stdout) == (0, "Customers: 3 changed.\n")
    assert "guanxi undo apply 1" in ran.stderr
    cli("customers", "update", "A1", "--set", "city=Ulm")
    (shown,) = cli("undo", "list", "--json").json["data"]
    assert (shown["kind"], shown["changed"], shown["can_undo"]) == ("bulk_edit", 3, True)
    assert cli("undo", "apply", "1").code == 2
    tried = cli("undo", "apply", "1", "--dry-run")
    done = cli("undo", "apply", "1", "--yes")
    assert (tried.stdout, done.code) == (done.stdout, 0)
    assert done.stdout == "2 taken back, 1 kept.\n"
    assert "customers 1: city" in done.stderr
    assert cli("customers", "list", "--filter", "city=Bonn", "--count").stdout == "2\n"
    assert cli("undo", "apply", "1", "--yes").code == 6
    assert "Status: undone" in cli("undo", "show", "1").stdout


def test_what_failed_is_named_with_its_reason(cli: Cli, make: Make) -> None:
    make("customers", "number=A1", "name=Parent", "city=Bonn")
    make("customers", "number=B2", "name=Child", "city=Kiel", "parent=A1")
    make("customers", "number=C3", "name=Free", "city=Bonn")
    words = ("customers", "delete", "--filter", "city=Bonn", "--yes")
    tried, ran = cli(*words, "--dry-run", "--json"), cli(*words, "--json")
    assert (tried.code, ran.code) == (5, 5)
    assert (tried.json["count"], tried.json["failures"]) == (ran.json["count"], ran.json["failures"])
    assert ran.json["count"] == 1
    assert ran.json["failures"][0]["examples"] == [1]


def test_an_import_is_undone_but_for_what_others_have_built_upon(cli: Cli) -> None:
    rows = "number,name\nA1,Alfreds\nB2,Berglunds\n"
    assert cli("customers", "import", "-", stdin=rows).code == 0
    assert cli("contacts", "create", "--set", "name=Anna", "--set", "customer=A1").code == 0
    ran = cli("undo", "apply", "1", "--yes", "--json")
    assert (ran.json["undone"], ran.json["kept_reasons"][0]["examples"]) == (1, ["customers 1"])
    assert cli("customers", "list", "--count").stdout == "1\n"
