"""The wheel holds the program and nothing else, and the lock files hold what the program says it needs."""

import email
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Callable, Iterable
from email.message import Message
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import core
from tests.architecture import PROGRAM_PARTS
from tests.sources import PROGRAM, python_files, read_modules

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
EXTRAS = PROJECT["project"]["optional-dependencies"]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """A wheel of this tree, built offline by the locked backend."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    return zipfile.ZipFile(next(folder.glob("*.whl")))


def contents(wheel: zipfile.ZipFile) -> set[str]:
    return {name for name in wheel.namelist() if ".dist-info/" not in name}


def metadata(wheel: zipfile.ZipFile, name: str) -> str:
    (path,) = (path for path in wheel.namelist() if path.endswith(f".dist-info/{name}"))
    return wheel.read(path).decode()


def headers(wheel: zipfile.ZipFile) -> Message:
    return email.message_from_string(metadata(wheel, "METADATA"))


def program_files() -> set[str]:
    """What git knows of the program, files not yet added included, ignored and deleted ones not."""
    listing = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z", "--", *PROGRAM]
    names = subprocess.run(listing, cwd=ROOT, check=True, capture_output=True).stdout.decode().split("\0")
    return {name for name in names if (ROOT / name).is_file()}


def test_the_wheel_holds_exactly_the_files_of_the_program(wheel: zipfile.ZipFile) -> None:
    assert contents(wheel) == program_files()


def test_the_wheel_holds_every_module_and_nothing_that_running_leaves(wheel: zipfile.ZipFile) -> None:
    assert {str(path.relative_to(ROOT)) for path in python_files(ROOT)} <= contents(wheel)
    assert not [
        name for name in contents(wheel) if re.search(r"(^|/)(tests|var|__pycache__)/|\.py[co]$", name)
    ]


def test_the_wheel_names_the_licence_and_the_command(wheel: zipfile.ZipFile) -> None:
    assert headers(wheel)["License-Expression"] == "Apache-2.0"
    assert metadata(wheel, "licenses/LICENSE") == (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "guanxi = cli:main" in metadata(wheel, "entry_points.txt")


def test_the_wheel_has_the_version_of_the_program(wheel: zipfile.ZipFile) -> None:
    assert headers(wheel)["Version"] == core.__version__


def locked(name: str) -> dict[str, str]:
    """The version of every package that a lock file holds."""
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    pins = (re.match(r"([\w.-]+)(?:\[[\w,]+\])?==([^\s;]+)", line) for line in lines)
    return {canonicalize_name(pin[1]): pin[2] for pin in pins if pin}


def unmet(requirements: list[str], pins: dict[str, str]) -> list[str]:
    parsed = [Requirement(requirement) for requirement in requirements]
    return [
        str(needed)
        for needed in parsed
        if not needed.specifier.contains(pins.get(canonicalize_name(needed.name), "0"))
    ]


def test_the_lock_files_hold_what_the_project_declares() -> None:
    needed = [
        *PROJECT["project"]["dependencies"],
        *EXTRAS["postgres"],
        *PROJECT["dependency-groups"]["build"],
    ]
    assert unmet(needed, locked("requirements.lock")) == []
    assert unmet([*needed, *EXTRAS["dev"]], locked("requirements-dev.lock")) == []


def test_developers_run_the_versions_that_users_run() -> None:
    assert locked("requirements.lock").items() <= locked("requirements-dev.lock").items()


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_every_locked_package_has_hashes_and_comes_from_no_address(name: str) -> None:
    content = (ROOT / name).read_text(encoding="utf-8")
    assert all("--hash=sha256:" in entry for entry in re.split(r"\n(?=\S)", content)[1:] if "==" in entry)
    assert not re.search(r"://|--(extra-)?index|--find-links|--trusted-host", content)


# Declared for others' use: data of the standard library and of pydantic's and Starlette's fields, a driver.
USED_BY_LIBRARIES = {"tzdata", "email-validator", "python-multipart", "psycopg"}


def distributions(names: Iterable[str]) -> set[str]:
    """The distributions that top-level imports come from, the standard library and our own parts left out."""
    known = packages_distributions()
    ours = {*sys.stdlib_module_names, *PROGRAM_PARTS}
    return {canonicalize_name(known.get(name, [name])[0]) for name in names if name not in ours}


def imported(where: Callable[[str], bool]) -> set[str]:
    modules = [module for module in read_modules(ROOT).values() if where(module.name)]
    return distributions(use.name.partition(".")[0] for module in modules for use in module.imports)


def declared(*lists: list[str]) -> set[str]:
    return {canonicalize_name(Requirement(requirement).name) for names in lists for requirement in names}


def is_test_kit(module: str) -> bool:
    return module.startswith("core.testing")


def test_what_the_program_imports_is_declared_and_the_other_way_round() -> None:
    dependencies = declared(PROJECT["project"]["dependencies"], EXTRAS["postgres"])
    used = imported(lambda name: not is_test_kit(name)) | USED_BY_LIBRARIES
    assert sorted(used - dependencies) == []
    assert sorted(dependencies - used) == []


def test_what_the_test_kit_imports_is_declared() -> None:
    assert imported(is_test_kit) <= declared(PROJECT["project"]["dependencies"], EXTRAS["dev"])
