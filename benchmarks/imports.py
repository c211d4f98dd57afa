"""The import: a CSV file of customers with contacts, beside loading the rows through the bare driver."""

from __future__ import annotations

import csv
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.bare import Bare
from benchmarks.dataset import file_rows
from benchmarks.results import Result
from core.services.importing import ImportOptions, import_file
from core.services.work import App

COLUMNS = (
    *("id", "version", "created_at", "updated_at", "kind"),
    *("number", "name", "city", "country", "do_not_contact"),
)


def measure_import(app: App, bare: Bare, rows: int) -> Result:
    """Seconds for `rows` rows; both start with the database as it is, and leave it as it was afterwards."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "customers.csv"
        path.write_text("".join(file_rows(rows)), encoding="utf-8")
        begun = time.perf_counter()
        report = import_file(app, app.system("bench"), "customers", path, ImportOptions())
        ours = time.perf_counter() - begun
        if report.created != rows:
            raise RuntimeError(f"{report.created} of {rows} rows were imported: {report}")
        _remove(bare)
        by_hand = _by_hand(bare, path)
        _remove(bare)
    return Result(f"import of {rows:,} rows", "administrator", ours, by_hand, "s")


def _by_hand(bare: Bare, path: Path) -> float:
    """Read the file and load customers alone: no check, no journal, no search, no contacts."""
    begun = time.perf_counter()
    first = bare.rows("SELECT coalesce(max(id), 0) + 1 FROM core_customer")[0][0] + 1_000_000
    now = "2026-01-01 00:00:00"
    with path.open(encoding="utf-8", newline="") as file:
        rows = [
            (
                first + n,
                1,
                now,
                now,
                "company",
                row["number"],
                row["name"],
                row["city"],
                row["country"],
                False,
            )
            for n, row in enumerate(csv.DictReader(file))
        ]
    bare.load("core_customer", COLUMNS, rows)
    return time.perf_counter() - begun


def _remove(bare: Bare) -> None:
    """Take the imported rows away again."""
    imported = "(SELECT id FROM core_customer WHERE number LIKE 'I%')"
    for table in ("core_search", "core_change", "core_contact"):
        bare.connection.execute(f"DELETE FROM {table} WHERE customer_id IN {imported}")  # noqa: S608
    bare.connection.execute("DELETE FROM core_customer WHERE number LIKE 'I%'")
