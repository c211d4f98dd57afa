"""The application reads which plugins are enabled from its database; commands and servers run the same."""

import json

import pytest

from core.app import build
from core.config import Settings
from core.errors import Outdated, PluginFault
from core.services import records
from core.testing.cli import Cli
from tests.host.conftest import Built, Enable
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


def test_enabled_ones_run_and_disabled_ones_do_not(settings: Settings, enable: Enable, built: Built) -> None:
    for name in ("stock", "greet", "sleeping"):
        in_a_folder(settings.home / "plugins" / name)
    enable("greet", "stock")
    enable("sleeping", state="disabled")
    plugins = built().plugins
    assert [item.name for item in plugins.running] == ["greet", "stock"]
    assert plugins.generation == 2 and not plugins.stopped


def test_safe_mode_leaves_them_out(settings: Settings, enable: Enable, built: Built) -> None:
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
    code = HELLO.format(name="stock", module=".plugin")
    in_a_folder(home / "stock", code=code)
    in_a_file(home / "greet.py", HELLO.format(name="greet", module=""))
    enable("greet", "stock")
    for name in ("greet", "stock"):
        assert f"hello from {name}" in cli(name, "hello").stdout


def test_commands_of_core_work_whatever_plugins_do(settings: Settings, enable: Enable, cli: Cli) -> None:
    in_a_file(settings.home / "plugins" / "bad.py", "1 / 0")
    enable("bad", "gone")
    ran = cli("customers", "list", "--json")
    assert ran.code == 0 and json.loads(ran.stdout)["data"] == []


FAILING = """
from core.plugin_api import hookimpl

@hookimpl
def record_created(work):
    raise ValueError("always")
"""


@pytest.mark.parametrize("on_fault", ["pause", "stop"])
def test_a_plugin_that_fails_is_paused_if_it_asks_for_it(
    on_fault: str, settings: Settings, enable: Enable, built: Built
) -> None:
    in_a_file(settings.home / "plugins" / "bad.py", FAILING, f'on_fault = "{on_fault}"')
    enable("bad")
    app = built()
    with pytest.raises(PluginFault) as fault, app.work(app.system()) as work:
        records.create(work, "customers", [{"name": "Acme"}])
    assert ("was disabled" if on_fault == "pause" else "guanxi plugin disable bad") in fault.value.fix
    assert [item.name for item in built().plugins.running] == ([] if on_fault == "pause" else ["bad"])


def test_after_it_was_paused_the_others_go_on(settings: Settings, enable: Enable, built: Built) -> None:
    in_a_file(settings.home / "plugins" / "bad.py", FAILING, 'on_fault = "pause"')
    enable("bad")
    app = built()
    for expected in (PluginFault, Outdated):
        with pytest.raises(expected), app.work(app.system()) as work:
            records.create(work, "customers", [{"name": "Acme"}])
    app = built()
    with app.work(app.system()) as work:
        assert records.create(work, "customers", [{"name": "Acme"}])


def test_while_a_plugin_that_restricts_cannot_run_its_records_are_hidden(
    settings: Settings, enable: Enable, built: Built
) -> None:
    app = built()
    with app.work(app.system()) as work:
        records.create(work, "customers", [{"name": "Acme"}])
    in_a_file(settings.home / "plugins" / "bad.py", "1 / 0")
    enable("bad", restricts=("core_customer",))
    assert built().plugins.closed == {"core_customer"}
    assert built(safe=True).plugins.closed == {"core_customer"}
