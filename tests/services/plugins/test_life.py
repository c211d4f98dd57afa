"""enable -> data -> disable -> enable -> remove -> restore -> enable: nothing is lost, nothing is left."""

from core.data.engine import Database
from core.testing.schema import schema_of
from tests.services.plugins.conftest import Life, Running


def test_enabling_makes_tables_and_runs_it(life: Life, database: Database, running: Running) -> None:
    life.install("library")
    before = schema_of(database)
    app = life.enable("library")
    assert "library.loans" in app.registry.types
    assert running() == ["library"]
    life.disable("library")
    assert running() == []
    assert len(schema_of(database)) > len(before)
    life.enable("library")
    removed = life.remove("library")
    assert schema_of(database) == before
    restored = life.restore(removed.archive)
    assert restored.left_out == {}
    assert running() == []
    life.enable("library")
    assert running() == ["library"]
