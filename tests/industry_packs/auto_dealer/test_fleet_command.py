"""`guanxi auto_dealer fleet` and `due` in an installation where the pack was just enabled."""

import json
from pathlib import Path

import pytest

from core.testing.cli import Cli
from tests.plugins.care.vehicles import EXPECTED, FILE

pytestmark = pytest.mark.databases("sqlite")

CASES = Path(__file__).parents[2] / "data" / "service_due.json"


@pytest.fixture
def plugins() -> None:
    """The database is asked."""


def test_a_fleet_is_loaded_and_what_is_due_is_printed_as_expected(cli: Cli) -> None:
    assert cli("pack", "enable", "auto_dealer", "--yes").code == 0
    assert len(cli("care", "plans", "list", "--json").json["data"]) == 4
    broken = {**FILE, "vehicles": [*FILE["vehicles"], {**FILE["vehicles"][0], "id": "W", "unit": "li"}]}
    refused = cli("auto_dealer", "fleet", "import", "-", stdin=json.dumps(broken))
    assert refused.code == 2 and "vehicles / W / unit" in refused.stderr
    assert "10 new" in cli("auto_dealer", "fleet", "import", str(CASES), "--dry-run").stdout
    assert "No vehicle" in cli("auto_dealer", "due").stdout
    for said in ("10 new, 0 there already", "0 new, 10 there already"):
        assert said in cli("auto_dealer", "fleet", "import", str(CASES)).stdout
    due = ("auto_dealer", "due", "--as-of", FILE["as_of"])
    assert cli(*due, "--json").json == list(EXPECTED.values())
    table = cli(*due).stdout.splitlines()
    assert len(table) == 11 and "tell by wechat" in table[1] and "not want to be contacted" in table[10]
    assert "V01" in cli(*due, LC_ALL="zh_CN.UTF-8").stdout
    assert cli("auto_dealer", "run").code == 0
