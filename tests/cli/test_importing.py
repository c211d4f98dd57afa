"""`import`: counts, bad rows, strictness, and dry runs that tell the truth."""

from pathlib import Path

import pytest

from core.testing.cli import Cli

GOOD = """companyName,contactName,country,Fax number of the boss
Alfreds,Maria Anders,Germany,1
Blauer See,Hanna Moos,DE,2
"""
BAD = "companyName,country\nAlfreds,Germany\nNobody,Atlantis\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which the commands run."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_table_becomes_records_and_what_belongs_to_them(cli: Cli, here: Path) -> None:
    (here / "new.csv").write_text(GOOD, encoding="utf-8")
    ran = cli("customers", "import", "new.csv")
    assert ran.stdout.splitlines() == [
        "Customers: 2 created, 0 changed, 0 unchanged, 0 failed.",
        "Contacts: 2 written with them.",
    ]
    assert "Column 'Fax number of the boss' is left out" in ran.stderr
    assert not (here / "new.errors.csv").exists()


def test_bad_rows_are_named_and_kept_for_correction(cli: Cli, here: Path) -> None:
    (here / "new.csv").write_text(BAD, encoding="utf-8")
    ran = cli("customers", "import", "new.csv")
    assert (ran.code, ran.stdout) == (0, "Customers: 1 created, 0 changed, 0 unchanged, 1 failed.\n")
    assert "Line 3, country 'Atlantis': " in ran.stderr
    corrected = (here / "new.errors.csv").read_text(encoding="utf-8").replace("Atlantis", "Austria", 1)
    (here / "again.csv").write_text(corrected, encoding="utf-8")
    assert cli("customers", "import", "again.csv").stdout.startswith("Customers: 1 created")


def test_strict_ends_with_5_and_keeps_the_good_rows(cli: Cli, here: Path) -> None:
    ran = cli("customers", "import", "-", "--strict", stdin=BAD)
    assert ran.code == 5
    assert ran.stderr.endswith("Error: 1 rows failed.\n")
    assert cli("customers", "list", "--count").stdout == "1\n"


def test_all_or_nothing_writes_nothing_if_a_row_is_bad(cli: Cli, here: Path) -> None:
    ran = cli("customers", "import", "-", "--all-or-nothing", stdin=BAD)
    assert ran.code == 5
    assert "Nothing was written" in ran.stderr
    assert cli("customers", "list", "--count").stdout == "0\n"


@pytest.mark.parametrize("options", [[], ["--key", "name"], ["--all-or-nothing"], ["--set", "source=fair"]])
@pytest.mark.parametrize("content", [GOOD, BAD])
def test_a_dry_run_counts_what_the_real_run_counts(
    cli: Cli, here: Path, content: str, options: list[str]
) -> None:
    assert cli("customers", "create", "--set", "name=Alfreds").code == 0
    words = ("customers", "import", "-", "--map", "companyName=name", *options)
    rehearsed = cli(*words, "--dry-run", stdin=content)
    assert cli("customers", "list", "--count").stdout == "1\n"
    real = cli(*words, stdin=content)
    assert (real.code, real.stdout) == (rehearsed.code, rehearsed.stdout)


def test_the_report_is_json(cli: Cli, here: Path) -> None:
    report = cli("customers", "import", "-", "--json", "--set", "source=fair", stdin=BAD).data
    assert (report["created"], report["failed"], report["problems"][0]["line"]) == (1, 1, 3)
    assert report["mapping"] == {"companyName": "name", "country": "country"}
    assert cli("customers", "list", "--filter", "source=fair", "--count").stdout == "1\n"


@pytest.mark.parametrize(
    "words",
    [
        ["missing.csv"],
        ["-", "--map", "companyName=nmae"],
        ["-", "--map", "companyName"],
        ["-", "--key", "nmae"],
        ["-", "--set", "nmae=x"],
        ["-", "--format", "xlsx"],
        ["-", "--encoding", "klingon"],
    ],
)
def test_an_import_that_cannot_be_is_refused(cli: Cli, here: Path, words: list[str]) -> None:
    ran = cli("customers", "import", *words, stdin=GOOD)
    assert ran.code == 2, ran
    assert ran.stdout == ""
    assert ran.stderr.startswith("Error: ")


def test_who_may_not_import_is_told(cli: Cli, staff: None, here: Path) -> None:
    ran = cli("customers", "import", "-", "--as", "anna", stdin=GOOD)
    assert ran.code == 4
    assert "core.customers.import" in ran.stderr


def test_the_demo_customers_are_loaded_once(cli: Cli, here: Path) -> None:
    rehearsed = cli("demo", "--no-serve", "--dry-run")
    first = cli("demo", "--no-serve")
    assert first.code == 0, first.stderr
    assert set(rehearsed.stdout.splitlines()) <= set(first.stdout.splitlines())
    assert "Password: " in first.stdout
    assert cli("demo", "--no-serve").stdout.startswith("Nothing to do.\nDemo data: nothing to do.\n")
    assert cli("customers", "list", "--count").stdout == "6073\n"
    assert cli("customers", "list", "--filter", "phone_checked=false", "--count").stdout != "0\n"
