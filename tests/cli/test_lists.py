"""`list`, `show`, `history` and `fields`."""

import json

import pytest

from core.testing.cli import Cli
from tests.cli.conftest import Make


@pytest.fixture
def three(make: Make) -> None:
    """Three customers of two countries."""
    make(
        "customers",
        "number=A1",
        "name=Alfreds",
        "city=Berlin",
        "country=Germany",
        "annual_revenue=100",
        "currency=EUR",
    )
    make("customers", "number=B2", "name=Blauer See", "city=Mannheim", "country=DE", "annual_revenue=2500.50",
         "currency=EUR", "phone=+49 621 08460", "tags=vip; old")  # fmt: skip
    make("customers", "number=C3", "name=北京四方", "city=北京", "country=China", "notes=first\nsecond")


def numbers(cli: Cli, *words: str) -> list[str]:
    ran = cli("customers", "list", *words, "--json")
    assert ran.code == 0, ran.stderr
    return [row["number"] for row in ran.data]


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (["country=DE"], ["A1", "B2"]),
        (["country=germany"], ["A1", "B2"]),
        (["country=中国"], ["C3"]),
        (["country!=DE"], ["C3"]),
        (["country[in]=DE,CN", "city~er"], ["A1"]),
        (["annual_revenue>=2500.50"], ["B2"]),
        (["annual_revenue<2500.50"], ["A1"]),
        (["annual_revenue > 100"], ["B2"]),
        (["annual_revenue<=100"], ["A1"]),
        (["phone[empty]=true"], ["A1", "C3"]),
        (["tags=vip"], ["B2"]),
        (["name=a=b"], []),
        (["number=A1", "country=CN"], []),
    ],
)
def test_filters_are_those_of_the_api(cli: Cli, three: None, filters: list[str], found: list[str]) -> None:
    words = [word for text in filters for word in ("--filter", text)]
    assert sorted(numbers(cli, *words)) == found


def test_a_tree_comes_as_text_or_from_stdin(cli: Cli, three: None) -> None:
    tree = json.dumps({"or": [{"field": "city", "value": "Berlin"}, {"field": "country", "value": "China"}]})
    assert numbers(cli, "--where", tree, "--sort", "number") == ["A1", "C3"]
    assert (
        cli("customers", "list", "--where", "-", "--filter", "country=DE", "--count", stdin=tree).stdout
        == "1\n"
    )


def test_pages_go_on_where_the_one_before_ended(cli: Cli, three: None) -> None:
    first = cli("customers", "list", "--sort", "-number", "--limit", "2", "--json").json
    assert [row["number"] for row in first["data"]] == ["C3", "B2"]
    rest = cli("customers", "list", "--sort", "-number", "--after", first["next"], "--json").json
    assert [row["number"] for row in rest["data"]] == ["A1"]
    assert rest["next"] is None


def test_a_page_says_how_to_go_on(cli: Cli, three: None) -> None:
    ran = cli("customers", "list", "--limit", "2", "--fields", "number", "--sort", "number")
    assert ran.stdout.split() == ["Number", "A1", "B2"]
    assert "2 of 3 Customers" in ran.stderr
    cursor = ran.stderr.split("--after ")[1].split(",")[0]
    rest = cli("customers", "list", "--after", cursor, "--fields", "number", "--sort", "number")
    assert rest.stdout.split() == ["Number", "C3"]


def test_all_are_streamed_one_record_a_line(cli: Cli, three: None) -> None:
    ran = cli("customers", "list", "--all", "--json", "--fields", "number", "--sort", "number")
    assert ran.json == {"version": 1, "data": ran.data, "next": None, "count": 3}
    assert [json.loads(line.rstrip(","))["number"] for line in ran.stdout.splitlines()[1:-1]] == [
        "A1",
        "B2",
        "C3",
    ]


def test_an_empty_list_is_said_on_stderr_and_is_json(cli: Cli) -> None:
    ran = cli("customers", "list")
    assert (ran.code, ran.stdout, ran.stderr) == (0, "", "No Customers found.\n")
    assert cli("customers", "list", "--json").json == {"version": 1, "data": [], "next": None, "count": 0}
    assert cli("customers", "list", "--all", "--json").json["data"] == []


def test_words_are_searched(cli: Cli, three: None) -> None:
    assert numbers(cli, "-q", "四方") == ["C3"]
    assert cli("customers", "list", "-q", "blauer", "--count", "--json").json == {"version": 1, "count": 1}


def test_references_are_named_in_tables_and_included_in_json(cli: Cli, make: Make) -> None:
    make("customers", "number=A1", "name=Alfreds")
    make("contacts", "customer=A1", "name=Maria Anders")
    assert "Alfreds" in cli("contacts", "list").stdout
    rows = cli("contacts", "list", "--json", "--include", "customer").data
    assert rows[0]["included"]["customer"]["name"] == "Alfreds"


def test_a_record_is_shown_by_its_key_and_by_its_id(cli: Cli, three: None) -> None:
    by_key = cli("customers", "show", "C3", "--json").data
    assert by_key["name"] == "北京四方"
    assert cli("customers", "show", str(by_key["id"]), "--json").data == by_key


def test_a_key_counts_before_an_id(cli: Cli, make: Make) -> None:
    first = make("customers", "number=A1", "name=First")
    make("customers", f"number={first}", "name=Second")
    assert cli("customers", "show", str(first), "--json").data["name"] == "Second"


def test_what_is_not_there_is_said_with_exit_code_1(cli: Cli) -> None:
    for words in (
        ("show", "X9"),
        ("history", "7"),
        ("update", "X9", "--set", "city=Y"),
        ("delete", "X9", "--yes"),
    ):
        ran = cli("customers", *words)
        assert ran.code == 1
        assert ran.stderr.startswith("Error: There is no Customer")


def test_show_leaves_out_what_is_empty_and_shows_lines(cli: Cli, make: Make) -> None:
    phones = 'phones=[{"label": "fax", "phone": "+49 30 0076545"}]'
    make("customers", "number=A1", "name=Alfreds", "do_not_contact=true", phones)
    shown = cli("customers", "show", "A1").stdout
    assert "City" not in shown
    assert "Further telephones\nLabel  Telephone" in shown
    assert "Do not contact  yes" in shown


def test_only_some_fields_are_shown(cli: Cli, three: None) -> None:
    assert cli("customers", "show", "A1", "--fields", "city,number", "--json").data == {
        "city": "Berlin",
        "number": "A1",
    }
    ran = cli("customers", "show", "A1", "--fields", "citty")
    assert ran.code == 2
    assert "Did you mean city?" in ran.stderr


def test_history_names_what_changed(cli: Cli, three: None) -> None:
    assert cli("customers", "update", "A1", "--set", "city=Bonn").code == 0
    newest, oldest = cli("customers", "history", "A1", "--json").data
    assert newest["fields"] == {"city": {"before": "Berlin", "after": "Bonn"}}
    assert (newest["door"], oldest["operation"]) == ("cli", "create")
    assert cli("customers", "history", "A1", "--before", str(newest["id"]), "--json").data == [oldest]
    assert "Berlin" in cli("customers", "history", "A1", "--limit", "1").stdout


def test_fields_say_what_can_be_written(cli: Cli) -> None:
    found = {item["name"]: item for item in cli("customers", "fields", "--json").data}
    assert found["kind"]["choices"] == {"company": "Company", "person": "Person"}
    assert not found["created_at"]["writable"]
    assert "phones.phone" in found
    assert "name_key" not in found
    assert "set by the system" in cli("customers", "fields").stdout


def test_exact_amounts_stay_exact(cli: Cli, make: Make) -> None:
    make("customers", "number=A1", "name=Alfreds")
    make("sample.machines", "customer=A1", "serial=S1", "load=1234567890.12345678")
    (row,) = cli("sample", "machines", "list", "--filter", "load=1234567890.12345678", "--json").data
    assert row["load"] == "1234567890.12345678"
