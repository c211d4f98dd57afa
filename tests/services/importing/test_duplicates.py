"""Rows that depend on each other come out the same, wherever one transaction ends and the next begins."""

from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from core.services import records
from core.services.importing import ImportReport
from core.services.lists import Query, iterate
from core.services.work import App
from core.testing.app import MakeCustomer
from tests.services.importing.conftest import All, Import, counts

SIZES = (1, 2, 3, 1_000)

ROWS = (
    "number,name,parent,email,contacts.name\n"
    "A,Acme,,,Ann\n"  # 2
    "A,Acme again,,,\n"  # 3 a double
    "B,Beta,A,,\n"  # 4 names an earlier row
    "C,,,,\n"  # 5 has no name
    "C,Gamma,B,,Bob\n"  # 6 is no double: the row before failed
    "D,Delta,C,nonsense,\n"  # 7
    "D,Delta,D,,\n"  # 8 names itself
    "D,Delta,X1,,\n"  # 9 names a customer that was there
    "X1,Taken,,,\n"  # 10 a double of that one
    "E,Epsilon,F,,\n"  # 11 names a later row
    "F,Zeta,E,,\n"  # 12 names a row that failed
)
OUTCOME = (4, 0, 0, 7)
BAD_LINES = [3, 5, 7, 8, 10, 11, 12]


def lines(report: ImportReport) -> list[int]:
    return [problem.line for problem in report.problems]


@pytest.mark.parametrize("size", SIZES)
def test_doubles_and_references_across_every_border(
    run_import: Import, make_customer: MakeCustomer, everything: All, size: int
) -> None:
    make_customer(number="X1", name="Old")
    report = run_import(ROWS, chunk_size=size)
    assert (counts(report), lines(report)) == (OUTCOME, BAD_LINES)
    rows = {row["number"]: row for row in everything("customers", "number", "parent")}
    assert {number: row["parent"] for number, row in rows.items()} == {
        "X1": None, "A": None, "B": rows["A"]["id"], "C": rows["B"]["id"], "D": rows["X1"]["id"]
    }  # fmt: skip


@pytest.mark.parametrize("size", SIZES)
def test_a_dry_run_counts_the_same_and_writes_nothing(
    run_import: Import, make_customer: MakeCustomer, everything: All, size: int
) -> None:
    make_customer(number="X1", name="Old")
    report = run_import(ROWS, chunk_size=size, dry_run=True)
    assert (counts(report), lines(report), report.related) == (OUTCOME, BAD_LINES, {"contacts": 2})
    assert (report.written, report.run) == (False, None)
    assert [row["name"] for row in everything("customers", "name")] == ["Old"]
    assert everything("contacts") == []


@pytest.mark.parametrize("size", SIZES)
def test_a_double_that_waits_does_not_find_what_a_later_row_brings(run_import: Import, size: int) -> None:
    report = run_import("number,name,parent\nB,,\nB,Beta,A\nA,Acme,\n", chunk_size=size)
    assert (counts(report), lines(report)) == ((1, 0, 0, 2), [2, 3])


CELLS = st.sampled_from(("", "A", "B", "C"))
TABLES = st.lists(
    st.tuples(CELLS, st.sampled_from(("", "x", "y")), CELLS, st.sampled_from(("", "Ann"))), max_size=8
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(rows=[("B", "", "", ""), ("B", "x", "A", ""), ("A", "x", "", "")], size=3, keyed=False)
@given(rows=TABLES, size=st.integers(1, 4), keyed=st.booleans())
@pytest.mark.databases("sqlite")
def test_any_table_comes_out_as_if_its_rows_came_one_by_one(
    app: App, run_import: Import, rows: Sequence[tuple[str, ...]], size: int, keyed: bool
) -> None:
    content = "number,name,parent,contacts.name\n" + "".join(",".join(row) + "\n" for row in rows if any(row))
    key = "number" if keyed else None
    clear(app)
    trial = run_import(content, chunk_size=size, key=key, dry_run=True)
    report = run_import(content, chunk_size=size, key=key)
    found = snapshot(app)
    clear(app)
    single = run_import(content, chunk_size=1, key=key, mapping=["name=name"])
    assert counts(trial) == counts(report) == counts(single)
    assert lines(trial) == lines(report) == lines(single)
    assert trial.related == report.related == single.related
    assert found == snapshot(app)


def snapshot(app: App) -> list[tuple[str, ...]]:
    """Customers with the names of their parents and contacts, without ids."""
    with app.reading(app.system("test")) as work:
        query = Query(fields=("number", "name", "parent"), include=("parent", "contacts"), sort="id")
        rows = [row for part in iterate(work, "customers", query) for row in part]
    numbers = {row["id"]: row["number"] for row in rows}
    shown = []
    for row in rows:
        number = row["number"] if row["number"] in ("A", "B", "C") else "given"
        contacts = ",".join(sorted(contact["name"] for contact in row["included"]["contacts"]))
        shown.append((number, row["name"], numbers.get(row["parent"], ""), contacts))
    return sorted(shown)


def clear(app: App) -> None:
    """Put all customers into the trash, the children before their parents."""
    with app.work(app.system("test")) as work:
        while rows := [row for part in iterate(work, "customers", Query(fields=("parent",))) for row in part]:
            parents = {row["parent"] for row in rows}
            records.delete(work, "customers", [row["id"] for row in rows if row["id"] not in parents])


def test_a_key_that_stands_twice_says_so_when_the_rows_differ(run_import: Import, everything: All) -> None:
    content = "number,name,city\nA,Acme,Berlin\nA,Acme,\nA,Acme,Paris\nA,,\n"
    report = run_import(content, key="number")
    assert (counts(report), lines(report)) == ((1, 0, 2, 1), [4])
    assert [problem.code for problem in report.problems] == ["written_twice"]
    assert [row["city"] for row in everything("customers", "city")] == ["Berlin"]


@pytest.mark.parametrize("size", [1, 1_000])
def test_a_dry_run_speaks_of_lines_and_not_of_records_that_are_not_there(
    run_import: Import, size: int
) -> None:
    report = run_import("number,name\nA,Acme\nB,Beta\nA,Other\n", dry_run=True, chunk_size=size)
    assert [problem.message for problem in report.problems] == [
        "This value stands in line 2 of the file already."
    ]
