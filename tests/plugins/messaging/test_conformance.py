"""The kit for plugins finds nothing."""

import pytest

from core.testing.cli import Cli

pytestmark = pytest.mark.databases("sqlite")


def test_the_kit_finds_nothing(cli: Cli) -> None:
    ran = cli("plugin", "check", "messaging")
    assert ran.code == 0 and "rules kept" in ran.stdout, ran.stdout
