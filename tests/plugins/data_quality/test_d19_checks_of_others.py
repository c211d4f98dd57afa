"""D19, G9: another plugin's check appears in the score and the work list without a change of core."""

from typing import Any

import pytest

from core.data.history import CORE
from core.data.migrations import upgrade
from core.errors import PluginFault
from core.services import records
from core.services.work import App
from core.testing.cli import Cli
from core.testing.databases import Preparation
from core.testing.home import Install
from core.testing.jobs import run_due
from tests.services.plugins.conftest import Life, plugins

__all__ = ["plugins"]

pytestmark = pytest.mark.databases("sqlite")

NICE = """
# /// guanxi-plugin
# title = "Nice"
# version = "1.0"
# after = ["data_quality"]
# ///
from core.plugin_api import hookimpl
from plugins.data_quality.public import Problem, RecordCheck


def look(work, rows):
    loud = [Problem("name", "The name shouts.", "Write it small.")]
    return {row["id"]: loud for row in rows if row["name"].isupper()}


@hookimpl(of="data_quality")
def record_checks():
    return [RecordCheck(name="nice.shouts", resource="customers", title="Shouting", look=look, points=50)]
"""


@pytest.fixture
def life(install: Install, start_app: Any) -> Life:
    return Life(install, start_app)


@pytest.fixture
def preparation() -> Preparation:
    return Preparation("core", lambda database: upgrade(database, [CORE]))


def add(app: App, *names: str) -> list[dict[str, Any]]:
    with app.work(app.system()) as work:
        ids = records.create(work, "customers", [{"name": name} for name in names])
    with app.reading(app.system()) as work:
        return records.read_many(work, "customers", ids)


def test_d19_another_plugins_check_appears_and_goes_with_it(life: Life, settings: Any, cli: Cli) -> None:
    life.enable("data_quality")
    (settings.home / "plugins").mkdir(exist_ok=True)
    (settings.home / "plugins" / "nice.py").write_text(NICE, encoding="utf-8")
    loud, quiet = add(life.enable("nice"), "ACME", "Acme two")
    assert loud["data_quality.score"] == max(0, quiet["data_quality.score"] - 50)
    assert loud["data_quality.suggestion"] == "The name shouts. Write it small."
    listed = cli("data_quality", "queue")
    assert listed.code == 0 and listed.stdout.index("ACME") < listed.stdout.index("Acme two")
    app = life.disable("nice")
    assert "nice.shouts" not in str(add(app, "LOUD")[0]["data_quality.problems"])


def test_d19_a_check_that_fails_is_named(life: Life, settings: Any) -> None:
    life.enable("data_quality")
    broken = NICE.replace("    loud =", "    1 / 0\n    loud =")
    (settings.home / "plugins").mkdir(exist_ok=True)
    (settings.home / "plugins" / "nice.py").write_text(broken, encoding="utf-8")
    with pytest.raises((PluginFault, ZeroDivisionError)):
        add(life.enable("nice"), "Acme")


def test_it_lives_as_any_other_plugin_and_examines_what_was_there(life: Life) -> None:
    add(life.start(), "Acme")
    app = life.enable("data_quality")
    assert run_due(app) >= 1
    with app.reading(app.system()) as work:
        score = records.read(work, "customers", 1)["data_quality.score"]
    life.disable("data_quality")
    removed = life.remove("data_quality")
    life.restore(removed.archive)
    app = life.enable("data_quality")
    with app.reading(app.system()) as work:
        assert records.read(work, "customers", 1)["data_quality.score"] == score == 20


def test_the_commands_answer(life: Life, cli: Cli) -> None:
    add(life.enable("data_quality"), "Acme")
    assert "Acme" in cli("data_quality", "queue").stdout
    assert cli("data_quality", "promising").stdout.strip() == "Nothing to do."
    assert cli("data_quality", "queue", "--owner", "nobody").stdout.strip() == "Nothing to do."
    assert "examine" in cli("data_quality", "examine").stdout
    warned = cli("customers", "create", "--set", "name=Acme Ltd")
    assert warned.code == 0 and "likely the customer C000001 Acme" in warned.stderr
