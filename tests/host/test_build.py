"""The application reads which plugins are enabled from its database; commands and servers run the same."""

import json
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import insert, update

from core.app import build
from core.config import Settings
from core.data.engine import Database
from core.data.models import PluginState, State
from core.services.clock import utc_now
from core.services.work import App
from core.testing.cli import Cli
from tests.host.writing import in_a_file, in_a_folder

HELLO = """
from core.plugin_api import CommandGroup, hookimpl, translations
import click

@hookimpl()
def cli_commands():
    title = translations("{name}")("Say hello.")
    return [CommandGroup(name="hello", help=title, target="{module}:hello")]

@click.command()
def hello():
    click.echo("hello from {name}")
"""
Enable = Callable[..., None]


@pytest.fixture
def enable(database: Database) -> Enable:
    """Note in the database that plugins are enabled."""

    def enable(*names: str, state: str = "enabled", restricts: tuple[str, ...] = ()) -> None:
        row = {"state": state, "version": "1", "requires": [], "restricts": restricts}
        rows = [{"name": name, "changed_at": utc_now(), **row} for name in names]
        with database.writing() as connection:
            connection.execute(insert(PluginState), rows)
            connection.execute(update(State).where(State.name == "plugins").values(value=State.value + 1))

    return enable


@pytest.fixture
def plugins() -> None:
    """Those of the database."""


@pytest.fixture
def built(settings: Settings) -> Iterator[Callable[..., App]]:
    apps: list[App] = []

    def built(*, safe: bool = False) -> App:
        apps.append(build(settings, safe=safe))
        return apps[-1]

    yield built
    for app in apps:
        app.close()


def test_enabled_ones_run_and_disabled_ones_do_not(
    settings: Settings, enable: Enable, built: Callable[..., App]
) -> None:
    for name in ("stock", "greet", "sleeping"):
        in_a_folder(settings.home / "plugins" / name)
    enable("greet", "stock")
    enable("sleeping", state="disabled")
    plugins = built().plugins
    assert [item.name for item in plugins.running] == ["greet", "stock"]
    assert plugins.generation == 2 and not plugins.stopped


def test_safe_mode_leaves_them_out(settings: Settings, enable: Enable, built: Callable[..., App]) -> None:
    in_a_folder(settings.home / "plugins" / "stock", code="raise RuntimeError")
    enable("stock")
    plugins = built(safe=True).plugins
    assert plugins.safe and list(plugins.stopped) == ["stock"] and not plugins.running


def test_a_database_that_is_not_there_is_not_made(settings: Settings) -> None:
    home = settings.home / "empty"
    home.mkdir()
    app = build(Settings(home=home))
    assert app.plugins.generation == 0
    assert list(home.iterdir()) == []
    app.close()


def test_commands_of_folders_and_files_run(settings: Settings, enable: Enable, cli: Cli) -> None:
    home = settings.home / "plugins"
    in_a_folder(home / "stock", code=HELLO.format(name="stock", module="guanxi_home.stock.plugin"))
    in_a_file(home / "greet.py", HELLO.format(name="greet", module="guanxi_home.greet"))
    enable("greet", "stock")
    for name in ("greet", "stock"):
        assert f"hello from {name}" in cli(name, "hello").stdout


def test_commands_of_core_work_whatever_plugins_do(settings: Settings, enable: Enable, cli: Cli) -> None:
    in_a_file(settings.home / "plugins" / "bad.py", "1 / 0")
    enable("bad", "gone")
    ran = cli("customers", "list", "--json")
    assert ran.code == 0 and json.loads(ran.stdout)["data"] == []
