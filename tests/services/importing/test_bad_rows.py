"""Every bad row is named by line, column, value and reason, and can be corrected and fed again."""

from pathlib import Path

import pytest

from core.contracts.work import Actor
from core.errors import Forbidden, Invalid, NotFound
from core.services.importing import ImportOptions, import_file
from core.services.importing.errors_log import ErrorsFileFault
from core.services.work import App
from core.testing.app import MakeCustomer, actor_with
from tests.services.files.tables import read as read_table
from tests.services.importing.conftest import All, Import, Somebody, counts

BAD = (
    "Nummer,Firma,E-Mail,Land,contacts.email,phones.2.label,phones.2.phone,annual_revenue\n"
    "A,Acme,,DE,,,,\n"
    "B,Beta,not an address,DE,,,,\n"
    "C,Gamma,c@example.com,Atlantis,also wrong,,,\n"
    'D,,,"DE",,,,\n'
    "E,Epsilon,,,,only a label,,\n"
    "F,Zeta,,,,,,12.50\n"
    "G,Eta,,,,,,,too,many\n"
    "H,Theta,,France,,,,\n"
)
CORRECTIONS = {
    "not an address": "b@example.com", "Atlantis": "DE", "also wrong": "", "D,,": "D,Delta,",
    ",only a label,": ",fax,1234", "12.50": "",
}  # fmt: skip
MAP = ("Nummer=number", "Firma=name", "E-Mail=email", "Land=country")


def test_bad_rows_are_named_in_the_words_of_the_file(run_import: Import, everything: All) -> None:
    report = run_import(BAD, mapping=MAP)
    assert counts(report) == (2, 0, 0, 6)
    found = [(problem.line, problem.column, problem.value) for problem in report.problems]
    assert found == [
        (3, "E-Mail", "not an address"),
        (4, "Land", "Atlantis"),
        (4, "contacts.email", "also wrong"),
        (5, "Firma", ""),
        (6, "phones.2.phone", ""),
        (7, "annual_revenue", "12.50"),
        (8, "", "too | many"),
    ]
    assert all(problem.message for problem in report.problems)
    assert [row["number"] for row in everything("customers", "number")] == ["A", "H"]


def test_failed_rows_can_be_corrected_and_fed_again(
    run_import: Import, app: App, everything: All, tmp_path: Path
) -> None:
    errors = tmp_path / "errors.csv"
    report = run_import(BAD, mapping=MAP, errors_path=errors)
    assert report.errors_path == errors
    headings, rows = read_table(errors)
    assert (headings, len(rows)) == (BAD.splitlines()[0].split(","), 6)
    text = errors.read_text(encoding="utf-8-sig")
    for wrong, right in CORRECTIONS.items():
        text = text.replace(wrong, right)
    errors.write_text(text, encoding="utf-8")
    again = import_file(app, app.system("test"), "customers", errors, ImportOptions(mapping=MAP))
    assert counts(again) == (6, 0, 0, 0)
    assert {row["number"] for row in everything("customers", "number")} == set("ABCDEFGH")


def test_an_errors_file_is_made_only_for_errors(run_import: Import, tmp_path: Path) -> None:
    errors = tmp_path / "errors.csv"
    assert run_import("name\nAcme\n", errors_path=errors).errors_path is None
    assert not errors.exists()


def test_reasons_are_in_the_language_of_the_actor(app: App, tmp_path: Path) -> None:
    path, errors = tmp_path / "table.csv", tmp_path / "errors.csv"
    path.write_text("name,email\nAcme,nonsense\n", encoding="utf-8")
    actor = Actor(name="李雷", door="cli", locale="zh-CN")
    report = import_file(app, actor, "customers", path, ImportOptions(errors_path=errors))
    translated = report.to_json(lambda text: f"<{text}>")
    assert translated["problems"][0]["message"] == f"<{report.problems[0].message}>"
    assert errors.exists()


def test_a_row_that_cannot_be_read_is_a_bad_row(run_import: Import) -> None:
    report = run_import('number,name\nA,"Acme" Ltd\nB,Beta\n')
    assert counts(report) == (1, 0, 0, 1)
    assert (report.problems[0].line, report.problems[0].code) == (2, "broken_row")


UNUSABLE = {
    "nothing is mapped": ("colour,shape\nred,round\n", {}),
    "an unknown field": ("name\nAcme\n", {"mapping": ["name=colour"]}),
    "an unknown heading": ("name\nAcme\n", {"mapping": ["title=name"]}),
    "one field twice": ("contacts.name,contacts.1.name\nA,B\n", {}),
    "a key that is not in the file": ("name\nAcme\n", {"key": "number"}),
    "a key that finds nothing": ("name,notes\nAcme,x\n", {"key": "notes"}),
    "a key that is no field": ("name\nAcme\n", {"key": "colour"}),
    "a default of no field": ("name\nAcme\n", {"defaults": {"colour": "red"}}),
    "a default that is wrong": ("name\nAcme\n", {"defaults": {"country": "Atlantis"}}),
    "a default of nothing": ("name\nAcme\n", {"defaults": {"kind": " "}}),
    "a default of the system": ("name\nAcme\n", {"defaults": {"id": "7"}}),
}


@pytest.mark.parametrize(("content", "options"), UNUSABLE.values(), ids=UNUSABLE)
def test_what_can_never_work_is_said_before_the_first_row(
    run_import: Import, everything: All, content: str, options: dict[str, object]
) -> None:
    with pytest.raises(Invalid) as raised:
        run_import(content, **options)
    assert str(raised.value)
    assert everything("customers") == []


def test_a_required_field_without_a_column_is_said_once(run_import: Import) -> None:
    with pytest.raises(Invalid, match="customer"):
        run_import("name\nAnn\n", "contacts")


def test_errors_are_never_written_over_the_file_that_is_read(run_import: Import, tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="written over"):
        run_import("name\nAcme\n", errors_path=tmp_path / "table.csv")


def test_what_is_not_offered_cannot_be_imported(run_import: Import) -> None:
    with pytest.raises(NotFound):
        run_import("name\nAcme\n", "tokens")


@pytest.mark.parametrize("missing", ["import", "create", "edit"])
def test_an_import_needs_all_its_rights(run_import: Import, missing: str) -> None:
    rights = {f"core.customers.{action}" for action in ("view", "import", "create", "edit")}
    actor = actor_with(dict.fromkeys(rights - {f"core.customers.{missing}"}, "all"))
    with pytest.raises(Forbidden):
        run_import("number,name\nA,Acme\n", actor=actor, key="number")


def test_fields_of_others_are_left_out(run_import: Import, everything: All, somebody: Somebody) -> None:
    rights = {f"core.customers.{action}" for action in ("view", "import", "create", "email")}
    content = "name,email,phone,contacts.name\nAcme,a@example.com,030 1,Ann\n"
    report = run_import(content, actor=somebody(dict.fromkeys(rights, "all")))
    assert (counts(report), set(report.left_out)) == ((1, 0, 0, 0), {"phone", "contacts.name"})
    assert everything("customers", "email", "phone")[0]["phone"] is None


def test_a_record_that_may_only_be_seen_is_not_changed(
    run_import: Import, everything: All, make_customer: MakeCustomer, somebody: Somebody
) -> None:
    make_customer(number="A", name="Acme")
    own = {"core.customers.view": "all", "core.customers.edit": "own"}
    actor = somebody({**own, "core.customers.create": "all", "core.customers.import": "all"})
    report = run_import("number,name\nA,Other\nB,Beta\n", actor=actor, key="number")
    assert [(p.line, p.code) for p in report.problems] == [(2, "forbidden")]
    assert [row["name"] for row in everything("customers", "name")] == ["Acme", "Beta"]


def test_a_hidden_record_is_neither_changed_nor_betrayed(
    run_import: Import, everything: All, make_customer: MakeCustomer, somebody: Somebody
) -> None:
    make_customer(number="A", name="Acme")
    rights = {f"core.customers.{action}": "own" for action in ("view", "edit", "create", "import")}
    report = run_import("number,name\nA,Other\n", actor=somebody(rights), key="number")
    assert [problem.code for problem in report.problems] == ["not_unique"]
    assert "Acme" not in str(report.problems) and "customer" not in report.problems[0].message.lower()
    assert [row["name"] for row in everything("customers", "name")] == ["Acme"]


def test_the_folder_of_the_errors_must_be_there(run_import: Import, tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="no such folder"):
        run_import("name\nAcme\n", errors_path=tmp_path / "nowhere" / "errors.csv")


def test_an_errors_file_that_cannot_be_written_ends_the_import_where_it_is(
    run_import: Import, everything: All, tmp_path: Path
) -> None:
    errors = tmp_path / "errors.csv"
    errors.mkdir()
    content = "name,email\nAcme,\nBeta,nonsense\n"
    with pytest.raises(ErrorsFileFault):
        run_import(content, errors_path=errors, chunk_size=1)
    errors.rmdir()
    assert counts(run_import(content, errors_path=errors, chunk_size=1)) == (1, 0, 0, 1)
    assert [row["name"] for row in everything("customers", "name")] == ["Acme"]
