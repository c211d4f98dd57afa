"""The kit for plugins finds nothing."""

import pytest

from core.testing.cli import Cli

pytestmark = pytest.mark.databases("sqlite")


@pytest.fixture
def plugins() -> None:
    """The database is asked."""


def test_the_kit_finds_nothing(cli: Cli) -> None:
    ran = cli("plugin", "check", "care")
    assert ran.code == 0 and "rules kept" in ran.stdout, ran.stdout
