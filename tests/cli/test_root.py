"""`guanxi` alone and its help: fast, short, complete."""

import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from core.app import build
from core.cli.commands import COMMANDS, RECORDS, SECTIONS
from core.cli.elements import DOCS, Command, Group
from core.cli.invocation import Invocation
from core.cli.main import Root
from core.services.work import App
from core.testing.cli import Cli
from tests.sample.plugin import SamplePlugin
from tools.generate_cli_reference import walk

ROOT = Path(__file__).parents[2]
SLOW = {"sqlalchemy", "pydantic", "babel", "core.host.registry", "alembic", "rich", "wcwidth"}


def loaded_by(*words: str) -> set[str]:
    """The modules that a command has loaded when it ends, in a process of its own."""
    program = (
        f"import sys; sys.argv[1:] = {list(words)!r}\nimport cli\ntry: cli.main()\nexcept SystemExit: pass\n"
    )
    command = [sys.executable, "-c", program + "print('\\n'.join(['*', *sys.modules]))"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return set(ran.stdout.partition("*\n")[2].splitlines())


@pytest.mark.parametrize("words", [(), ("--help",), ("-h",), ("--version", "--no-color")])
def test_the_root_loads_nothing_slow(words: tuple[str, ...]) -> None:
    assert not loaded_by(*words) & SLOW


def test_a_command_that_migrates_nothing_loads_nothing_for_it(tmp_path: Path) -> None:
    listing = loaded_by("customers", "list", "--home", str(tmp_path))
    assert "sqlalchemy" in listing
    assert not listing & {"alembic", "mako", "core.data.inline"}


def test_alone_it_is_short_and_has_examples(cli: Cli) -> None:
    ran = cli()
    assert ran.code == 0
    assert len(ran.stdout.splitlines()) <= 25
    assert ran.stdout.count("\n  guanxi ") >= 3
    assert "--database-url" not in ran.stdout


def test_help_names_the_options_of_every_command(cli: Cli) -> None:
    assert "--database-url" in cli("--help").stdout


def test_the_tables_of_the_root_are_complete(app: App) -> None:
    kinds = {name for name, item in app.registry.types.items() if item.resource.owner == "core"}
    assert set(RECORDS) == kinds
    shown = {name for names in SECTIONS.values() for line in names for name in line.split(", ")}
    assert shown == set(COMMANDS)


def test_every_command_has_examples_that_name_it_and_a_docs_link(tmp_path: Path) -> None:
    invocation = Invocation(
        lambda: partial(build, plugins={"sample": SamplePlugin()}), given={"home": str(tmp_path)}
    )
    contexts = list(walk(Root(), invocation))
    invocation.close()
    assert len(contexts) > 100
    for context in contexts:
        page = context.get_help()
        if not isinstance(context.command, (Command, Group)):
            continue  # a plugin's own command, made with Click alone
        examples = page.partition("Examples:\n")[2]
        assert f"  {context.command_path}" in examples, context.command_path
        assert f"Docs: {DOCS}#{context.command_path.replace(' ', '-')}" in page


def test_a_plugins_records_stand_under_its_name(cli: Cli) -> None:
    ran = cli("sample", "--help")
    assert ran.code == 0
    assert "  machines" in ran.stdout
    assert cli("sample", "machines", "list", "--count").stdout == "0\n"


@pytest.mark.parametrize(
    ("words", "near"),
    [
        (["custmers", "list"], "customers"),
        (["smple", "machines"], "sample"),
        (["customers", "lsit"], "list"),
        (["customers", "list", "--jsno"], "--json"),
        (["customers", "create", "--set", "nmae=x"], "name"),
        (["customers", "list", "--filter", "nmae=x"], "name"),
        (["customers", "list", "--sort", "nmae"], "name"),
        (["customers", "list", "--fields", "nmae"], "name"),
        (["users", "pasword"], "password"),
    ],
)
def test_what_was_probably_meant_is_said(cli: Cli, words: list[str], near: str) -> None:
    ran = cli(*words)
    assert ran.code == 2
    assert f"Did you mean {near}?" in ran.stderr
    assert ran.stdout == ""


@pytest.mark.parametrize(
    "words",
    [
        ["customers"],
        ["db"],
        ["customers", "show"],
        ["customers", "list", "extra"],
        ["customers", "list", "--limit", "many"],
        ["customers", "list", "--limit"],
        ["customers", "list", "--json=yes"],
        ["customers", "list", "--filter", "name"],
        ["customers", "list", "--where", "{"],
        ["customers", "list", "--limit", "0"],
        ["customers", "list", "--after", "rubbish"],
        ["customers", "create", "--json-input", "missing.json"],
        ["customers", "create"],
        ["customers", "update", "1"],
        ["customers", "delete"],
        ["changes", "list", "--since", "yesterday"],
        ["completion", "install", "--shell", "tcsh"],
        ["config", "set", "port"],
        ["search"],
    ],
)
def test_what_is_not_well_written_is_a_usage_error_in_a_few_lines(cli: Cli, words: list[str]) -> None:
    ran = cli(*words)
    assert ran.code == 2, ran
    assert ran.stdout == ""
    assert "Traceback" not in ran.stderr
    assert ran.stderr.startswith(("Error: ", "Usage: "))


READING = {
    *(
        "list",
        "show",
        "history",
        "fields",
        "export",
        "search",
        "status",
        "explain",
        "serve",
        "census",
        "totals",
        "plan",
        "info",
        "check",
        "migration",
        "get",
        "reindex",
        "worker",
        "doctor",
        "backup-verify",
        "of",
    ),
    *("bash", "zsh", "fish"),
}


def test_every_command_that_changes_something_can_be_rehearsed(tmp_path: Path) -> None:
    invocation = Invocation(
        lambda: partial(build, plugins={"sample": SamplePlugin()}), given={"home": str(tmp_path)}
    )
    contexts = [context for context in walk(Root(), invocation) if not isinstance(context.command, Group)]
    invocation.close()
    options = {
        context.command_path: {o for p in context.command.params for o in p.opts} for context in contexts
    }
    without = {path for path, known in options.items() if "--dry-run" not in known}
    assert {path.rpartition(" ")[2] for path in without} <= READING
    assert all("--json" in options[path] for path in options if path.endswith((" list", " show", " history")))


def test_a_plugin_brings_commands(cli: Cli) -> None:
    assert "census    Count the machines." in cli("sample", "--help").stdout
    assert cli("sample", "census", "--loud").stdout == "0 MACHINES\n"
    ran = cli("sample", "censsus")
    assert (ran.code, "Did you mean census?" in ran.stderr) == (2, True)
    assert cli("sample", "census", "--lod").code == 2
