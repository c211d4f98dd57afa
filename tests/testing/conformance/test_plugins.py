"""The kit over every plugin that Guanxi brings, and over those that the tests have as good examples."""

import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from core.host.discovery import BUNDLED, Places, find_all
from core.testing.cli import Cli
from core.testing.conformance import check
from core.testing.conformance.subject import Subject

ROOT = Path(__file__).parents[3]
PROOFS = ROOT / "tests" / "plugins"
FOLDERS = sorted(path.parent.name for part in BUNDLED for path in (ROOT / part).glob("*/plugin.toml"))
EXAMPLES = ("keeper", "older", "stock")  # the library is tried by the command


@pytest.fixture
def plugins() -> None:
    """The database is asked."""


@pytest.mark.parametrize("name", FOLDERS)
def test_a_bundled_plugin_keeps_all_rules(name: str, tmp_path: Path) -> None:
    places = Places(ROOT, tmp_path, packages=False)
    bundled = find_all(places)
    assert sorted(bundled) == FOLDERS
    assert check(bundled[name], places).findings == ()


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_good_example_keeps_all_rules(name: str) -> None:
    places = Places(ROOT, PROOFS, packages=False)
    assert check(find_all(places)[name], places).findings == ()


REQUIRED = {"base": "", "other": "", "middle": '"base", "other"', "top": '"base", "middle", "other"'}
REQUIRED |= {"round": '"about"', "about": '"round", "gone"'}


@pytest.mark.parametrize(
    ("name", "order"),
    [("top", ["base", "other", "middle"]), ("middle", ["base", "other"]), ("round", ["about"])],
)
def test_what_is_required_comes_after_what_it_requires(tmp_path: Path, name: str, order: list[str]) -> None:
    for each, required in REQUIRED.items():
        (tmp_path / f"{each}.py").write_text(
            f'# /// guanxi-plugin\n# title = "A"\n# requires = [{required}]\n# ///\n'
        )
    places = Places(tmp_path, tmp_path, packages=False)
    with closing(Subject(find_all(places)[name], places)) as subject:
        assert [item.name for item in subject.required] == order


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with the library."""
    shutil.copytree(PROOFS / "library", tmp_path / "plugins" / "library")
    return tmp_path / "plugins" / "library"


@pytest.mark.databases("sqlite")
@pytest.mark.usefixtures("home")
def test_the_command_tells_that_all_is_well(cli: Cli) -> None:
    ran = cli("plugin", "check", "library")
    assert (ran.code, ran.stderr) == (0, "")
    assert ran.stdout.startswith("library: ") and ran.stdout.endswith(" rules kept.\n")


@pytest.mark.databases("sqlite")
def test_the_command_tells_rule_place_and_remedy(cli: Cli, home: Path) -> None:
    (home / "README.md").unlink()
    (home / "jobs.py").write_text("import core.services\n1 / 0\n")
    ran = cli("plugin", "check", "library")
    assert ran.code == 5
    assert "readme-is-there: library/README.md:1: There is no README.md. Write what" in ran.stdout
    assert "imports-only-the-facade: library/jobs.py:1: It imports core.services" in ran.stdout
    assert "modules-can-be-imported: library/jobs.py:2: " in ran.stdout
    assert "could not be tried" in ran.stderr


@pytest.mark.databases("sqlite")
def test_the_command_speaks_json(cli: Cli, home: Path) -> None:
    (home / "plugin.toml").write_text("colour = 1")
    ran = cli("plugin", "check", "library", "--json")
    (finding,) = ran.json["findings"]
    assert (ran.code, finding["rule"]) == (5, "manifest-can-be-read")
    assert ran.json["kept"] == [] and len(ran.json["untried"]) > 20


@pytest.mark.databases("sqlite")
def test_a_newer_api_can_be_asked_for(cli: Cli, home: Path) -> None:
    ran = cli("plugin", "check", "library", "--target", "2.0")
    assert ran.code == 5 and "api-is-supported" in ran.stdout
    assert cli("plugin", "check", "library", "--target", "two").code == 2
    assert cli("plugin", "check", "libary").code == 1


def test_the_kit_needs_no_test_runner() -> None:
    program = "import sys, core.testing.conformance.command; sys.exit('pytest' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False).returncode == 0
