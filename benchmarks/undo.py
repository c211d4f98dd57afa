"""`python -m benchmarks.undo`: imports of new and of changed rows undone while others write; the figures.

No peer undoes changed rows, so there is nothing to compare with: the aim is 10,000 rows in under a minute.
"""

from __future__ import annotations

import argparse
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory

from benchmarks.__main__ import databases
from core.app import build
from core.config import Settings
from core.data.history import CORE
from core.data.migrations import upgrade
from core.services import records
from core.services.importing import ImportOptions, import_file
from core.services.role_templates import create_missing
from core.services.undo import managing
from core.services.work import App

EDITED = 100


class Writer:
    """Somebody who creates one customer after the other; how long each took, in seconds."""

    def __init__(self, app: App) -> None:
        self.app, self.seconds, self.ended = app, list[float](), threading.Event()

    def run(self) -> None:
        """Write until `ended`, twenty times a second."""
        while not self.ended.wait(0.05):
            begun = time.perf_counter()
            with self.app.work(self.app.system("bench")) as work:
                records.create(work, "customers", [{"name": "Somebody else"}])
            self.seconds.append(time.perf_counter() - begun)


@contextmanager
def writing(app: App) -> Iterator[Writer]:
    """Others write meanwhile."""
    writer = Writer(app)
    thread = threading.Thread(target=writer.run)
    thread.start()
    try:
        yield writer
    finally:
        writer.ended.set()
        thread.join()


def table(rows: int, city: str) -> str:
    """A file of customers with a contact each; the street, and so the value before, is another for each."""
    lines = (f"N{n:06},Customer {n},{city} {n % 997},Contact {n}\n" for n in range(rows))
    return "number,name,city,contacts.name\n" + "".join(lines)


def imported(app: App, folder: Path, rows: int, city: str) -> float:
    """Seconds that an import by number takes."""
    path = folder / "customers.csv"
    path.write_text(table(rows, city), encoding="utf-8")
    begun = time.perf_counter()
    report = import_file(app, app.system("bench"), "customers", path, ImportOptions(key="number"))
    if report.created + report.updated != rows:
        raise RuntimeError(f"{report}")
    return time.perf_counter() - begun


def edit(app: App) -> None:
    """Somebody changes some of the records himself."""
    with app.work(app.system("bench")) as work:
        changes = [records.Update(id, {"city": "Mine"}) for id in range(1, EDITED + 1)]
        for change in changes:
            records.update(work, "customers", [change])


def undone(app: App, number: int) -> tuple[float, int, int, list[float]]:
    """Undo the n-th last import: seconds, how many were taken back and kept, and what others waited."""
    actor = app.system("bench")
    with app.reading(actor) as work:
        found = managing.list_operations(work, managing.OperationsQuery(kind="import")).rows
    with writing(app) as writer:
        begun = time.perf_counter()
        opened = (lambda: app.work(actor), lambda: app.reading(actor))
        undoing = managing.undoing(app, *opened, found[number]["id"])
        undoing.go()
        seconds = time.perf_counter() - begun
    return seconds, undoing.undone, undoing.kept.count, writer.seconds


def measure(kind: str, rows: int) -> None:
    """Everything on one kind of database."""
    with TemporaryDirectory() as folder, databases(kind, Path(folder)) as url:
        app = build(Settings(home=Path(folder), database_url=url))
        upgrade(app.database, [CORE])
        with app.work(app.system("bench")) as work:
            create_missing(work)
        new, changed = (imported(app, Path(folder), rows, city) for city in ("Rome", "Oslo"))
        print(f"{kind}: {rows} rows imported in {new:.1f} s, changed in {changed:.1f} s")
        edit(app)
        for number, what in ((0, "changed"), (1, "new")):
            seconds, taken, kept, waits = undone(app, number)
            slowest = f"p99 {quantiles(waits, n=100)[98] * 1000:.0f} ms" if len(waits) > 1 else "-"
            print(
                f"{kind}: {what} rows undone in {seconds:.1f} s: {taken} taken back, {kept} kept; "
                f"others wrote {len(waits)} meanwhile, {slowest}, at most {max(waits) * 1000:.0f} ms"
            )
        app.close()


def main() -> None:
    """Measure on both databases."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000)
    options = parser.parse_args()
    for kind in ("sqlite", "postgresql"):
        measure(kind, options.rows)


if __name__ == "__main__":
    main()
