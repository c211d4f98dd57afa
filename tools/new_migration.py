"""Write core's next migration from its models: `python -m tools.new_migration "message"`.

For a plugin there is `guanxi plugin migration NAME "message"`.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

import core.data.models  # noqa: F401  # enters core's tables into the metadata
from core.contracts.base import Base
from core.data.autogenerate import new_migration
from core.data.engine import Database
from core.data.history import CORE
from core.data.migrations import upgrade
from core.errors import GuanxiError

ROOT = Path(__file__).parents[1]


def main() -> None:
    """Make a database at the present revision, compare, write the file and format it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("message", help="what changes, in a few words")
    message = parser.parse_args().message
    with tempfile.TemporaryDirectory() as scratch:
        database = Database(f"sqlite:///{scratch}/scratch.sqlite3")
        upgrade(database, [CORE])
        path = new_migration(database, CORE, Base.metadata, message)
        database.dispose()
    for step in (["check", "--fix-only", "--quiet"], ["format", "--quiet"]):
        subprocess.run([sys.executable, "-m", "ruff", *step, str(path)], check=True)
    print(f"Wrote {path.relative_to(ROOT)}. Read it, then run the tests.")


if __name__ == "__main__":
    try:
        main()
    except GuanxiError as error:
        sys.exit(str(error))
