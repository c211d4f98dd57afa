"""Each rule of the kit catches a bad plugin, and a good one keeps them all."""

from pathlib import Path

import pytest

from core.contracts.base import Base
from core.testing.conformance import ROUNDS, check, rule_name
from core.testing.conformance.importing import import_does_nothing_else, modules_can_be_imported
from tests.testing.conformance import bad_declarations, bad_files, bad_pages, bad_tables
from tests.testing.conformance.bad import Bad
from tests.testing.conformance.writing import PLUGIN, RESOURCES, club

BAD = (*bad_files.BAD, *bad_declarations.BAD, *bad_tables.BAD, *bad_pages.BAD)
# A process of its own for each plugin would be most of the time.
IMPORTING = (rule_name(modules_can_be_imported), rule_name(import_does_nothing_else))
NAMES = [rule_name(rule) for part in ROUNDS for rule in part.rules]


def beside(bad: Bad) -> set[str]:
    """The rules that tell nothing about this plugin and take long: those of the same round, and processes."""
    rounds = ({rule_name(rule) for rule in part.rules} for part in ROUNDS if not part.gate)
    same = next((names for names in rounds if bad.rule in names), set())
    return (same - {bad.rule}) | set(() if bad in bad_files.BAD else IMPORTING)


@pytest.mark.parametrize("bad", BAD, ids=str)
def test_a_bad_plugin_is_caught(bad: Bad, tmp_path: Path) -> None:
    found, places = club(tmp_path / "plugins", bad.files, bad.without)
    report = check(found, places, bad.target, until=bad.rule, leave_out=beside(bad))
    caught = [finding for finding in report.findings if finding.rule == bad.rule]
    assert [finding for finding in caught if bad.message in finding.message], report.findings
    assert all(finding.fix for finding in caught)
    assert any(finding.where.startswith(bad.where) for finding in caught), caught


def test_every_rule_catches_one() -> None:
    assert {bad.rule for bad in BAD} == set(NAMES)


def test_every_rule_says_what_it_wants() -> None:
    assert all(rule.__doc__ for part in ROUNDS for rule in part.rules)
    assert len(NAMES) == len(set(NAMES))


def test_a_good_plugin_keeps_all_rules_and_leaves_nothing(tmp_path: Path) -> None:
    report = check(*club(tmp_path / "plugins", {}), target="1.0")
    assert (report.findings, report.untried) == ((), ())
    assert list(report.kept) == NAMES
    assert not [name for name in Base.metadata.tables if name.startswith("club_")]


def test_a_good_plugin_with_pages_keeps_all_rules(tmp_path: Path) -> None:
    report = check(*club(tmp_path / "plugins", bad_pages.GOOD), leave_out=IMPORTING)
    assert (report.findings, report.untried) == ((), ())


@pytest.mark.parametrize("constant", ["GREET = {}", "GREET: str = {}", "OTHER, GREET = 'a', {}"])
def test_a_permission_may_be_required_by_the_name_of_a_constant(tmp_path: Path, constant: str) -> None:
    resources = RESOURCES.replace('permission="club.members.greet"', "permission=GREET")
    plugin = PLUGIN.replace('name="club.members.greet"', "name=declared.GREET")
    line = constant.format('"club.members.greet"')
    files = {"resources.py": f"{line}\n{resources}", "plugin.py": plugin}
    report = check(*club(tmp_path / "plugins", files), until="permissions-are-used", leave_out=IMPORTING)
    assert report.findings == ()


def test_what_makes_no_sense_any_more_is_not_tried(tmp_path: Path) -> None:
    files = {"services.py": "import core.services\nprint(1)", "plugin.py": "1 / 0"}
    report = check(*club(tmp_path / "plugins", files, without=("README.md",)))
    assert {"readme-is-there", "imports-only-the-facade", "no-second-paths", "modules-can-be-imported"} == {
        finding.rule for finding in report.findings
    }
    assert "can-be-started" in report.untried
    assert not set(report.untried) & {*report.kept, *(finding.rule for finding in report.findings)}
