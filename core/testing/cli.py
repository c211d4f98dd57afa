"""The command line in tests: `cli("customers", "list")`, in this process, with all that the command does."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from core.cli.invocation import Invocation
from core.cli.main import Root
from core.testing.app import Build


@dataclass(frozen=True, slots=True)
class Ran:
    """How a command ended."""

    code: int
    stdout: str
    stderr: str

    @property
    def json(self) -> Any:
        """What it printed, as JSON; it must be all that stands on stdout."""
        return json.loads(self.stdout)

    @property
    def data(self) -> Any:
        """The part of the JSON that holds the records."""
        return self.json["data"]


Cli = Callable[..., Ran]


@pytest.fixture
def cli(database_url: str, build_app: Build, tmp_path: Path) -> Cli:
    """Run a command on the database of this test: `cli("customers", "list", "--json", stdin="")`."""
    environment = {
        "GUANXI_HOME": str(tmp_path),
        "GUANXI_DATABASE_URL": database_url,
        "LC_ALL": "C.UTF-8",
        "LANGUAGE": "",
        "_GUANXI_COMPLETE": "",
    }

    def run(*words: str, stdin: str | None = None, **more: str) -> Ran:
        invocation = Invocation(lambda: build_app)
        runner = CliRunner(env={**environment, **more})
        result = runner.invoke(Root(), words, input=stdin, obj=invocation)
        return Ran(result.exit_code, result.stdout, result.stderr)

    return run
