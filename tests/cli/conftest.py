"""The command line with the record types of core and of the sample plugin, on a database that is set up."""

from collections.abc import Callable

import pytest

from core.testing.cli import Cli
from tests.sample.fixtures import plugins, preparation

__all__ = ["plugins", "preparation"]

Make = Callable[..., int]


@pytest.fixture
def make(cli: Cli) -> Make:
    """Make a record by the command line: `make("customers", "name=Acme")`; answers its id."""

    def make(resource: str, *values: str) -> int:
        words = [word for value in values for word in ("--set", value)]
        ran = cli(*resource.split("."), "create", *words, "--json")
        assert ran.code == 0, ran.stderr
        id: int = ran.json["ids"][0]
        return id

    return make


@pytest.fixture
def staff(cli: Cli) -> None:
    """The roles of a new installation, its administrator, and Anna the salesperson."""
    assert cli("init", "--yes").code == 0
    roles = 'roles=[{"role": "salesperson"}]'
    assert cli("users", "create", "--set", "login=anna", "--set", "name=Anna", "--set", roles).code == 0
