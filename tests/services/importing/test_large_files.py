"""Large files: exact counts, and memory that does not grow with the file."""

import gc
import resource
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.services.importing import ImportOptions, ImportReport, Progress, import_file
from core.services.work import App
from tests.services.files.tables import read as read_table
from tests.services.importing.conftest import Import, counts

MEBIBYTE = 2**20
CITIES = (("Berlin", "Germany"), ("上海", "中国"), ("Paris", "FR"), ("NULL", ""))


@pytest.mark.databases("sqlite")
@pytest.mark.parametrize("dry_run", [False, pytest.param(True, marks=pytest.mark.nightly)])
def test_memory_does_not_grow_with_the_file(run_import: Import, dry_run: bool) -> None:
    """What is held after a third of the file is held at its end."""
    content = "name,color\n" + "".join(f"tag {n},{'x' * (21 if n % 10 == 3 else 9)}\n" for n in range(6_000))
    held: dict[int, int] = {}

    def observe(progress: Progress) -> None:
        tenth = int(progress.share * 10)
        if tenth > 3 and tenth not in held:
            gc.collect()  # what waits to be collected is not held
            held[tenth] = tracemalloc.get_traced_memory()[0]

    tracemalloc.start()
    try:
        report = run_import(content, "tags", dry_run=dry_run, progress=observe)
    finally:
        tracemalloc.stop()
    assert counts(report) == (5_400, 0, 0, 600)
    assert max(held.values()) - held[4] < MEBIBYTE


def lines(rows: int) -> Iterator[str]:
    """Customers with a contact; one in a hundred is bad, in ten different ways."""
    yield "number,name,city,country,email,phone,annual_revenue,currency,contacts.name,contacts.email\n"
    for n in range(rows):
        city, country = CITIES[n % len(CITIES)]
        number, email, money, contact = f"N{n:06}", f"c{n}@example.com", ",", f"Ann {n},"
        if n % 100 == 50:
            bad = n // 100 % 10
            number = f"N{n - 1 - bad * 777 % 40:06}" if bad < 3 else number  # a double, near or far
            email = "nonsense" if bad == 3 else email
            country = "Atlantis" if bad == 4 else country
            money = ("12.345,EUR", "12,", "much,EUR")[bad - 5] if 5 <= bad < 8 else money
            contact = f"Ann {n},nonsense" if bad >= 8 else contact
        yield f"{number},Customer {n},{city},{country},{email},030-{n:07},{money},{contact}\n"


def check(report: ImportReport, rows: int, errors: Path) -> None:
    bad = [n for n in range(rows) if n % 100 == 50]
    assert counts(report) == (rows - len(bad), 0, 0, len(bad))
    assert report.related == {"contacts": rows - len(bad)}
    assert [problem.line for problem in report.problems] == [n + 2 for n in bad][: len(report.problems)]
    assert [row.cells[1] for row in read_table(errors)[1]] == [f"Customer {n}" for n in bad]


@pytest.mark.parametrize("rows", [1_000, pytest.param(100_000, marks=pytest.mark.nightly)])
def test_no_good_row_is_lost_and_none_reported_falsely(app: App, tmp_path: Path, rows: int) -> None:
    path, errors = tmp_path / "customers.csv", tmp_path / "errors.csv"
    with path.open("w", encoding="utf-8") as file:
        file.writelines(lines(rows))
    held: dict[int, int] = {}

    def observe(progress: Progress) -> None:
        if progress.read // 10_000 not in held:
            gc.collect()
            held[progress.read // 10_000] = resident()

    options = ImportOptions(errors_path=errors)
    check(import_file(app, app.system("test"), "customers", path, options, observe), rows, errors)
    first, *later = list(held.values())[1:] or [0]
    assert all(each - first < 20 * MEBIBYTE for each in later)


def resident() -> int:
    """Bytes of memory that this process holds at this moment."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize()
