"""A short way to export, and the sample's record types."""

import io
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from core.contracts.work import Actor
from core.services.exporting import export
from core.services.lists import Query
from core.services.work import App
from tests.sample.fixtures import plugins, preparation
from tests.services.files.tables import read
from tests.services.importing.conftest import everything, run_import, somebody

__all__ = ["everything", "plugins", "preparation", "run_import", "somebody"]

Export = Callable[..., list[dict[str, str]]]


@pytest.fixture
def run_export(app: App) -> Export:
    """Export and read back: each row by its headings, without cells that are empty."""

    def run(
        resource: str,
        columns: Sequence[str] | None = None,
        query: Query | None = None,
        actor: Actor | None = None,
        **options: Any,
    ) -> list[dict[str, str]]:
        target = io.BytesIO()
        format = options.pop("format", "csv")
        actor = actor or app.system("test")
        count = export(app, actor, resource, query or Query(), columns, format, target, **options)
        headings, rows = read(target.getvalue())
        assert count == len(rows)
        return [{name: cell for name, cell in zip(headings, row.cells, strict=True) if cell} for row in rows]

    return run
