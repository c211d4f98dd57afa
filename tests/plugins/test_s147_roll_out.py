"""S147: plugins are enabled one by one, in any order that their needs allow, and each works alone."""

from collections.abc import Callable
from itertools import permutations
from typing import Any

import pytest
from starlette.testclient import TestClient

from core.api.application import make_asgi
from core.services import records
from core.services.work import App
from core.testing.cli import Cli
from tests.services.plugins.conftest import Life, life, plugins, running

__all__ = ["life", "plugins", "running"]

pytestmark = pytest.mark.databases("sqlite")

PHASES: dict[str, tuple[str, dict[str, Any]]] = {
    "club": ("club members", {"name": "Ann"}),
    "library": ("library loans", {"customer": 1, "code": "L-1"}),
    "tally": ("tally tallies", {"name": "Cups"}),
}
FILES = {"tally": "tally.py"}

Works = Callable[[App, str], None]


@pytest.fixture
def works(cli: Cli) -> Works:
    """Whether what a plugin is for can be done: through the services, the API and the command line."""

    def works(app: App, name: str) -> None:
        path, values = PHASES[name]
        with app.work(app.system("test")) as work:
            records.create(work, path.replace(" ", "."), [values])
        answer = TestClient(make_asgi(app)).get(f"/api/v1/{path.replace(' ', '/')}")
        assert answer.status_code == 401  # it is there, for those who sign in
        assert cli(*path.split(), "list", "--count").stdout.strip() == "1"
        with app.work(app.system("test")) as work:
            records.delete(work, path.replace(" ", "."), [1])
            assert records.create(work, "customers", [{"name": f"After {name}"}])

    return works


@pytest.fixture
def customer(life: Life) -> None:
    """Somebody whom the first phase is about."""
    app = life.start()
    with app.work(app.system("test")) as work:
        records.create(work, "customers", [{"name": "Acme"}])


@pytest.mark.parametrize("name", PHASES)
def test_s147_each_works_alone(life: Life, works: Works, customer: None, name: str) -> None:
    life.install(FILES.get(name, name))
    works(life.enable(name), name)


@pytest.mark.parametrize("order", list(permutations(PHASES))[::2], ids="-".join)
def test_s147_each_works_from_its_phase_on(
    life: Life, works: Works, running: Callable[[], list[str]], customer: None, order: tuple[str, ...]
) -> None:
    for phase, name in enumerate(order, 1):
        life.install(FILES.get(name, name))
        app = life.enable(name)
        assert sorted(running()) == sorted(order[:phase])
        works(app, name)
