"""The `guanxi` command starts fast and runs only its own core."""

import subprocess
import sys
from pathlib import Path

import pytest

import core

ROOT = Path(__file__).parent.parent


def run(*folders: Path, after: str = "") -> subprocess.CompletedProcess[str]:
    """Run `guanxi --version`, then `after`, in a new process that looks for modules in `folders` first."""
    start = f"import sys; sys.path[:0] = {[str(folder) for folder in folders]!r}"
    program = f"{start}; sys.argv[1:] = ['--version']; import cli; cli.main(); {after}"
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)


def test_the_version_is_answered_without_loading_what_commands_need() -> None:
    answer = run(ROOT, after="print(sorted({'click', 'sqlalchemy'} & {*sys.modules}))")
    assert answer.stdout == f"guanxi {core.__version__}\n[]\n"
    assert answer.stderr == ""


@pytest.mark.parametrize("other", ["core/__init__.py", "core.py"])
def test_another_core_is_refused(tmp_path: Path, other: str) -> None:
    (tmp_path / "core").mkdir()
    (tmp_path / other).touch()
    answer = run(tmp_path, ROOT)
    assert answer.returncode == 1
    assert str(tmp_path / other) in answer.stderr
    assert "virtual environment" in answer.stderr
