"""`create`, `update`, `delete`, `restore`: what they do, what a dry run says, and what they refuse."""

import json
from pathlib import Path

import pytest

from core.testing.cli import Cli
from tests.cli.conftest import Make


def test_values_come_from_options_and_json(cli: Cli) -> None:
    rows = [{"number": "A1", "name": "Alfreds"}, {"number": "B2", "name": "Blauer See"}]
    ran = cli("customers", "create", "--json-input", "-", "--set", "country=Germany", stdin=json.dumps(rows))
    assert (ran.code, ran.stdout) == (0, "Customers: 2 created.\n")
    assert [row["country"] for row in cli("customers", "list", "--json").data] == ["DE", "DE"]


def test_json_comes_from_a_file_too(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "new.json"
    file.write_text('{"name": "Åkesson", "phones": [{"phone": "030-0074321"}]}', encoding="utf-8-sig")
    ran = cli("customers", "create", "--json-input", str(file), "--json")
    (id,) = ran.json["ids"]
    assert cli("customers", "show", str(id), "--json").data["phones"][0]["phone"] == "030-0074321"


def test_a_new_record_is_named(cli: Cli) -> None:
    ran = cli("customers", "create", "--set", "name=Acme")
    assert ran.stdout == "Customers: 1 created.\n"
    assert "It is C000001 (id 1)." in ran.stderr


def test_lines_are_json_and_keep_what_they_do_not_name(cli: Cli, make: Make) -> None:
    make(
        "sample.orders",
        "code=O1",
        'lines=[{"article": "bolt", "quantity": "2.500"}, {"article": "nut", "quantity": 1}]',
    )
    _first, second = cli("sample", "orders", "show", "O1", "--json").data["lines"]
    lines = json.dumps([{"id": second["id"], "quantity": "7"}, {"article": "washer", "quantity": "1"}])
    assert cli("sample", "orders", "update", "O1", "--set", f"lines={lines}").code == 0
    found = cli("sample", "orders", "show", "O1", "--json").data["lines"]
    assert [(line["article"], line["quantity"]) for line in found] == [("nut", "7.000"), ("washer", "1.000")]


def test_an_empty_value_empties_the_field(cli: Cli, make: Make) -> None:
    make("customers", "number=A1", "name=Alfreds", "city=Berlin")
    assert cli("customers", "update", "A1", "--set", "city=").stdout == "Customers: 1 changed.\n"
    assert cli("customers", "show", "A1", "--json").data["city"] is None


def test_what_changes_nothing_is_not_counted(cli: Cli, make: Make) -> None:
    make("customers", "number=A1", "name=Alfreds", "city=Berlin")
    assert cli("customers", "update", "A1", "--set", "city=Berlin").stdout == "Customers: 0 changed.\n"


def test_many_are_changed_at_once(cli: Cli, make: Make) -> None:
    for number, city in (("A1", "Berlin"), ("B2", "Bonn"), ("C3", "Berlin")):
        make("customers", f"number={number}", f"name={number}", f"city={city}")
    ran = cli("customers", "update", "--filter", "city=Berlin", "--set", "source=fair", "--json")
    assert ran.json["count"] == 2
    assert cli("customers", "update", "A1", "B2", "--set", "source=web").stdout == "Customers: 2 changed.\n"
    assert cli("customers", "list", "--filter", "source=fair", "--count").stdout == "1\n"


def test_who_names_records_and_filters_them_is_asked_to_decide(cli: Cli) -> None:
    assert cli("customers", "update", "A1", "--filter", "city=X", "--set", "city=Y").code == 2
    assert cli("customers", "delete", "--yes").code == 2


def test_a_version_is_no_wish_for_a_filter(cli: Cli, make: Make) -> None:
    make("customers", "number=A1", "name=Alfreds")
    ran = cli("customers", "update", "--filter", "number=A1", "--set", "city=Kiel", "--version", "9")
    assert ran.code == 2 and "--version is for records that are named" in ran.stderr


def test_a_stale_version_is_a_conflict_that_names_the_change(cli: Cli, make: Make) -> None:
    make("customers", "number=A1", "name=Alfreds")
    assert cli("customers", "update", "A1", "--set", "city=Bonn", "--version", "1").code == 0
    ran = cli("customers", "update", "A1", "--set", "city=Kiel", "--version", "1")
    assert ran.code == 6
    assert "system changed city" in ran.stderr


def test_every_wrong_field_is_named(cli: Cli) -> None:
    ran = cli("customers", "create", "--set", "country=Atlantis", "--set", "email=nobody", "--set", "name=")
    assert ran.code == 2
    assert all(f"  {name}: " in ran.stderr for name in ("country", "email"))
    assert "Traceback" not in ran.stderr


def test_wrong_rows_are_named_by_their_number_and_none_is_written(cli: Cli) -> None:
    rows = json.dumps([{"name": "good"}, {"name": "bad", "country": "Atlantis"}, {}])
    ran = cli("customers", "create", "--json-input", "-", stdin=rows)
    assert ran.code == 2
    assert "  2: country: " in ran.stderr
    assert cli("customers", "list", "--count").stdout == "0\n"


DESTRUCTIVE = (["customers", "delete", "A1"], ["customers", "delete", "--filter", "name~Alf"])


@pytest.mark.parametrize("words", DESTRUCTIVE)
def test_deleting_needs_yes_where_nobody_can_be_asked(cli: Cli, make: Make, words: list[str]) -> None:
    make("customers", "number=A1", "name=Alfreds")
    ran = cli(*words)
    assert ran.code == 2
    assert "--yes" in ran.stderr
    assert cli(*words, "--yes").stdout == "Customers: 1 deleted.\n"
    assert cli("customers", "list", "--count").stdout == "0\n"


def test_what_was_deleted_can_be_restored(cli: Cli, make: Make) -> None:
    id = make("customers", "number=A1", "name=Alfreds")
    assert cli("customers", "delete", "A1", "--yes").code == 0
    assert cli("customers", "restore", "A1").code == 2
    assert cli("customers", "restore", str(id)).stdout == "Customers: 1 restored.\n"
    assert cli("customers", "show", "A1").code == 0
    assert cli("customers", "restore", str(id)).code == 1


def test_deleting_nothing_asks_nothing(cli: Cli) -> None:
    assert cli("customers", "delete", "--filter", "city=Nowhere").stdout == "Customers: 0 deleted.\n"


DRY = (
    ["customers", "create", "--set", "name=New"],
    ["customers", "create", "--set", "name=New", "--set", "number=N1", "--json"],
    ["customers", "update", "--filter", "city=Berlin", "--set", "source=fair"],
    ["customers", "delete", "--filter", "city=Berlin", "--yes"],
    ["activities", "complete", "1", "--outcome", "sold"],
    ["users", "disable", "anna"],
    ["settings", "set", "core.country", "France"],
    ["tags", "create", "--set", "name=vip"],
    ["config", "set", "threads", "3"],
    ["db", "upgrade"],
    ["init", "--yes"],
)


@pytest.mark.parametrize("words", DRY, ids=" ".join)
def test_a_dry_run_prints_what_the_real_run_prints_and_changes_nothing(
    cli: Cli, make: Make, staff: None, words: list[str]
) -> None:
    for number in ("A1", "B2"):
        make("customers", f"number={number}", f"name={number}", "city=Berlin")
    make("activities", "type=call", "subject=Hello", "customer=A1")
    before = cli("changes", "list", "--limit", "1", "--json").data
    rehearsed = cli(*words, "--dry-run")
    assert rehearsed.code == 0, rehearsed.stderr
    assert cli("changes", "list", "--limit", "1", "--json").data == before
    real = cli(*words)
    assert real.code == 0, real.stderr
    assert timeless(real.stdout) == timeless(rehearsed.stdout)


def timeless(text: str) -> list[str]:
    """The lines without those that say when; JSON without the ids, which a dry run of a creation has not."""
    if text.startswith("{"):
        return [str(json.loads(text)["count"])]
    return [line for line in text.splitlines() if " at  " not in line and "When" not in line]


def test_commands_write_with_the_rights_of_as(cli: Cli, staff: None) -> None:
    ran = cli("customers", "create", "--as", "anna", "--set", "name=Hers", "--set", "number=H1")
    assert ran.code == 0
    assert cli("customers", "create", "--set", "name=Not hers", "--set", "number=N1").code == 0
    assert [row["number"] for row in cli("customers", "list", "--as", "anna", "--json").data] == ["H1"]
    assert cli("--as", "anna", "customers", "show", "N1").code == 1
    assert cli("customers", "delete", "H1", "--yes", "--as", "anna").code == 4
    assert cli("users", "create", "--as", "anna", "--set", "login=x", "--set", "name=X").code == 4
    assert cli("customers", "list", "--as", "nobody").code == 4
