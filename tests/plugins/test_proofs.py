"""Plugins as others write them: whatever they do, Guanxi and the other plugins go on."""

import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from structlog.testing import capture_logs

from core.api.application import make_asgi
from core.app import build
from core.config import Settings
from core.contracts.work import Actor
from core.data.engine import Database
from core.errors import GuanxiError, PluginFault
from core.host.discovery import Found, Places, find
from core.host.loading import unload
from core.services import records
from core.services.lists import Query, list_records
from core.services.plugins import enabling, planning
from core.services.work import App
from core.testing.cli import Cli
from core.testing.schema import schema_of
from tests.services.plugins.conftest import Life, life, plugins, running

__all__ = ["life", "plugins", "running"]

PACKAGE = Path(__file__).parent / "package"
SECRET, OPEN = {"name": "Secret Ltd"}, {"name": "Open Ltd"}


def create(app: App, resource: str, *values: Mapping[str, object]) -> list[int]:
    with app.work(app.system()) as work:
        return list(records.create(work, resource, values))


def seen(app: App, actor: Actor) -> list[str]:
    with app.reading(actor) as work:
        return [row["name"] for row in list_records(work, "customers", Query()).rows]


def changed(app: App, name: str, file: Path) -> None:
    """The plugin fails from now on where it is imported anew, as in every new process."""
    file.write_text(file.read_text() + "\n1 / 0\n")
    found = app.plugins.named(name)
    assert found is not None
    unload(found)


def user(*more: str) -> Actor:
    grants = dict.fromkeys(("core.customers.view", *more), "all")
    return Actor(user_id=9, name="anna", grants=grants)  # type: ignore[arg-type]


def test_what_raises_in_a_transaction_undoes_it_and_is_named(life: Life) -> None:
    life.install("raiser.py")
    app = life.enable("raiser")
    with pytest.raises(PluginFault, match="The plugin raiser failed in record_validating") as fault:
        create(app, "customers", OPEN)
    assert fault.value.plugin == "raiser"
    assert "guanxi plugin disable raiser" in fault.value.fix
    assert seen(app, app.system()) == []


def test_one_that_raises_everywhere_stops_neither_start_nor_reading(life: Life) -> None:
    create(life.start(), "customers", OPEN)
    life.install("raiser.py")
    app = life.enable("raiser")
    assert seen(app, app.system()) == ["Open Ltd"]
    assert seen(app, user()) == []  # its rule fails: denied
    with TestClient(make_asgi(app)) as client:
        assert client.get("/health").status_code == 200
    assert app.hooks.failures["raiser", "visibility_rules"]


@pytest.mark.parametrize("safe", [False, True])
def test_one_that_raises_when_it_is_disabled_is_disabled_all_the_same(
    life: Life, settings: Settings, safe: bool
) -> None:
    life.install("raiser.py")
    life.enable("raiser")
    with closing(build(settings, safe=safe)) as app:
        assert enabling.disable(app, app.system(), planning.plan_disabling(app, "raiser"))
    assert create(life.start(), "customers", OPEN)


def test_one_that_cannot_start_any_more_is_named_everywhere(life: Life, cli: Cli) -> None:
    file = life.install("raiser.py")
    changed(life.enable("raiser"), "raiser", file)
    app = life.start()
    with TestClient(make_asgi(app)) as client:
        assert client.get("/health").json() == {"status": "ok", "quarantined": ["raiser"]}
    listed = cli("plugin", "list")
    assert listed.code == 0 and "raiser" in listed.stdout and "quarantined" in listed.stdout
    assert create(app, "customers", OPEN)


def test_one_that_restricts_keeps_its_secrets_even_when_it_fails(life: Life) -> None:
    folder = life.install("keeper")
    app = life.enable("keeper")
    create(app, "customers", SECRET, OPEN)
    assert seen(app, user()) == ["Open Ltd"]
    changed(app, "keeper", folder / "plugin.py")
    broken = life.start()
    assert seen(broken, user()) == []
    assert sorted(seen(broken, user("core.plugins.rescue"))) == ["Open Ltd", "Secret Ltd"]


def test_one_for_an_older_hook_works_and_is_told_the_new_one(life: Life) -> None:
    life.install("stock")
    life.install("older")
    with capture_logs() as logs:
        app = life.enable("older")
    told = next(entry for entry in logs if entry["event"] == "hook is deprecated")
    assert (told["plugin"], told["hook"], told["use"]) == ("older", "good_moved", "goods_moved")
    assert str(told["place"]).endswith("older/plugin.py:8")
    with app.work(app.system()) as work:
        sys.modules["guanxi_home.stock.public"].move(work, ["apples", "pears"])
        tags = {row["name"] for row in list_records(work, "tags", Query()).rows}
    assert tags == {"apples", "pears"}


@pytest.fixture
def points(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Found]:
    """The package as its author builds it and an admin installs it, without any network."""
    wheels, site = tmp_path / "wheels", tmp_path / "site"
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(wheels)]
    subprocess.run(build, cwd=PACKAGE, check=True, capture_output=True)
    offline = ["--no-index", "--no-deps", "--no-build-isolation", "--target", str(site)]
    install = [sys.executable, "-m", "pip", "install", "-q", *offline, *map(str, wheels.glob("*.whl"))]
    subprocess.run(install, check=True, capture_output=True)
    monkeypatch.syspath_prepend(site)
    found = find("points", Places(tmp_path, settings.home / "plugins"))
    assert found is not None and found.source == "package" and found.location == site / "acme_points"
    yield found
    unload(found)


@pytest.mark.usefixtures("points")
def test_a_package_of_its_own_lives_as_any_other(life: Life, database: Database) -> None:
    before = schema_of(database)
    app = life.enable("points")
    (id,) = create(app, "customers", {"name": "Acme", "points.balance": 7})
    removed = life.remove("points")
    assert schema_of(database) == before
    life.restore(removed.archive)
    app = life.enable("points")
    with app.reading(app.system()) as work:
        assert records.read(work, "customers", id)["points.balance"] == 7


def test_one_in_a_single_file_lives_as_any_other(life: Life, database: Database) -> None:
    life.install("tally.py")
    before = schema_of(database)
    (id,) = create(life.enable("tally"), "tally.tallies", {"name": "Cakes", "count": 3})
    life.disable("tally")
    removed = life.remove("tally")
    assert schema_of(database) == before
    life.restore(removed.archive)
    app = life.enable("tally")
    with app.reading(app.system()) as work:
        assert records.read(work, "tally.tallies", id)["count"] == 3


CONFLICTING = """
from core.plugin_api import *

_ = translations("{name}")


class Thing(Record):
    __tablename__ = "{table}"
    name: Mapped[str] = text(_("Name"))


@hookimpl
def resources():
    return [Resource(Thing, name="things", title=_("Things"), singular=_("Thing"))]


@hookimpl
def {hook}():
    return [{item}]
"""


@pytest.mark.parametrize(
    ("table", "hook", "item", "said"),
    [
        ("tally_tally", "demo_data", "", "tally_tally"),
        (
            "rival_thing",
            "permissions",
            'Permission(name="tally.tallies.view", title="x")',
            "tally.tallies.view",
        ),
        ("rival_thing", "settings", 'Setting(name="tally.size", field=integer("Size"))', "tally.size"),
        ("rival_thing", "cli_commands", 'CommandGroup(name="things", help="x", target="x:y")', "things"),
        ("rival_thing", "role_templates", 'RoleTemplate(name="manager", title="x", grants={})', "manager"),
    ],
)
def test_one_that_takes_what_others_have_is_refused_and_they_go_on(
    table: str, hook: str, item: str, said: str, life: Life
) -> None:
    life.install("tally.py")
    life.enable("tally")
    rival = life.install("tally.py").with_name("rival.py")
    head = '# /// guanxi-plugin\n# title = "Rival"\n# ///\n'
    rival.write_text(head + CONFLICTING.format(name="rival", table=table, hook=hook, item=item))
    with pytest.raises(GuanxiError, match=said):
        life.enable("rival")
    app = life.start()
    assert [found.name for found in app.plugins.running] == ["tally"] and not app.plugins.stopped
    assert create(app, "tally.tallies", {"name": "Cakes"})
