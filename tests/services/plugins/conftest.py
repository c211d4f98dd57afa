"""Plugins in the home folder, and the database says which are enabled."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.data.engine import Database
from core.data.exact_rows import lines, shapes_of
from core.data.owners import Owner
from core.services import records, settings
from core.services.plugins import enabling, planning, removing, restoring
from core.services.plugins.archive import WHAT_CORE_KEEPS
from core.services.plugins.unpacking import Archive
from core.services.work import App
from core.testing.home import Install, StartApp

PROOFS = Path(__file__).parents[2] / "plugins"


@pytest.fixture
def plugins() -> None:
    """The database is asked."""


class Life:
    """What an admin does, each in an application that has just started."""

    def __init__(self, install: Install, start: StartApp) -> None:
        self._install, self.start = install, start

    def install(self, name: str) -> Path:
        return self._install(PROOFS / name)

    def plan(self, name: str) -> planning.Plan:
        return planning.plan_enabling(self.start(), name)

    def enable(self, name: str) -> App:
        app = self.start()
        enabling.enable(app, app.system("test"), planning.plan_enabling(app, name))
        return self.start()

    def disable(self, name: str) -> App:
        app = self.start()
        enabling.disable(app, app.system("test"), planning.plan_disabling(app, name))
        return self.start()

    def remove(self, name: str, **options: Any) -> removing.Removed:
        app = self.start()
        return removing.remove(app, app.system("test"), planning.plan_removing(app, name), **options)

    def restore(self, path: Path) -> restoring.Restored:
        app = self.start()
        with Archive.open(path) as archive:
            return restoring.restore(app, app.system("test"), restoring.plan_restoring(app, archive))


@pytest.fixture
def life(install: Install, start_app: StartApp) -> Life:
    """The life of plugins."""
    return Life(install, start_app)


Running = Callable[[], list[str]]


@pytest.fixture
def running(start_app: StartApp) -> Running:
    """The names of the plugins that run in an application that starts now."""
    return lambda: [found.name for found in start_app().plugins.running]


def fill_club(app: App) -> None:
    """Rows with a value of every kind, and rows without; tags, a setting, search entries, a guest."""
    with app.work(app.system("test")) as work:
        customers = records.create(work, "customers", [{"name": "Acme"}, {"name": "Umbrella"}])
        full = {
            "customer": customers[0], "name": "Ōno 大野 \"", "story": "line\nline\u2028", "visits": -3,
            "weight": "999999999999.000001", "fee": "12.34", "currency": "EUR", "active": True,
            "joined_on": "1912-06-23", "seen_at": "2026-11-22T08:00:00.000001Z", "level": "gold",
            "sports": ["golf", "judo"], "email": "a@example.com", "phone": "+49 30 901820",
            "page": "https://example.com/?q=1", "country": "DE", "language": "de",
            "time_zone": "Europe/Berlin", "wishes": {"a": [1, None, "x"]}, "tags": ["vip", "old friend"],
            "guests": [{"name": "One"}, {"name": "Two"}],
        }  # fmt: skip
        (first,) = records.create(work, "club.members", [full])
        records.create(work, "club.members", [{"name": "Plain"}, {"name": "Child", "brought_by": first}])
        settings.set_value(work, "club.fee", 25)
        purchases = work.registry.type_of("club.members").model.metadata.tables["club_purchase"]
        bought: list[dict[str, Any]] = [{"customer_id": id, "sum": 1, "currency": "JPY"} for id in customers]
        work.session.execute(purchases.insert(), bought)


def rows_of(database: Database, name: str) -> dict[str, list[bytes]]:
    """All that a plugin has, and what core keeps of it, exactly."""
    with database.reading() as connection:
        shapes = shapes_of(connection, Owner(name, Path()))
        own = {shape.name: list(lines(connection, shape.select())) for shape in shapes}
        kept = {part: list(lines(connection, ask(name))) for part, ask in WHAT_CORE_KEEPS.items()}
    return {**own, **kept}
