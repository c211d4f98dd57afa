"""A short way to import a table of rows."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from core.contracts.work import Actor
from core.services import records
from core.services.importing import ImportOptions, ImportReport, Progress, import_file
from core.services.lists import Query, iterate
from core.services.work import App
from core.testing.app import actor_with
from tests.sample.fixtures import plugins, preparation

__all__ = ["plugins", "preparation"]

Import = Callable[..., ImportReport]
Somebody = Callable[[Mapping[str, Any]], Actor]
All = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def run_import(app: App, tmp_path: Path) -> Import:
    """Import a text as a file: `run_import("number,name\\nA,Acme\\n", "customers", key="number")`."""

    def run(
        content: str,
        resource: str = "customers",
        actor: Actor | None = None,
        progress: Callable[[Progress], None] | None = None,
        **options: Any,
    ) -> ImportReport:
        path = tmp_path / "table.csv"
        path.write_text(content, encoding="utf-8")
        actor = actor or app.system("test")
        return import_file(app, actor, resource, path, ImportOptions(**options), progress)

    return run


@pytest.fixture
def everything(app: App) -> All:
    """All records of a kind, in order of their ids: `everything("customers", "name", "phones")`."""

    def read(resource: str, *names: str, where: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        query = Query(fields=names or None, sort="id", where=where)
        with app.reading(app.system("test")) as work:
            return [row for rows in iterate(work, resource, query) for row in rows]

    return read


@pytest.fixture
def somebody(app: App) -> Somebody:
    """A user who has exactly these rights: `somebody({"core.customers.view": "own"})`."""

    def make(grants: Mapping[str, Any]) -> Actor:
        with app.work(app.system("test")) as work:
            (id,) = records.create(work, "users", [{"login": "somebody", "name": "Somebody"}])
        return actor_with(grants, user_id=id)

    return make


def counts(report: ImportReport) -> tuple[int, int, int, int]:
    """Created, updated, unchanged, failed."""
    assert report.read == report.created + report.updated + report.unchanged + report.failed
    return report.created, report.updated, report.unchanged, report.failed
