"""Write requirements.lock (what `make install` takes) and requirements-dev.lock (developers' too).

Both name every package with its exact version and its hashes, for every platform, and no registry address:
pip asks the registry that the machine is set up for. The second file keeps to the versions of the first.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
COMPILE = [
    *("uv", "pip", "compile", "pyproject.toml", "--quiet", "--universal", "--python-version", "3.11"),
    *("--generate-hashes", "--no-annotate", "--custom-compile-command", "make lock"),
]
# An editable install without build isolation needs the build backend in the environment.
RUNTIME = ["--extra", "postgres", "--group", "build", "--output-file", "requirements.lock"]
DEVELOPER = [
    *("--extra", "postgres", "--extra", "dev", "--group", "build", "--constraint", "requirements.lock"),
    *("--output-file", "requirements-dev.lock"),
]


def main() -> None:
    """Resolve both files; versions that still fit stay, unless `--upgrade` is passed on to uv."""
    for options in (RUNTIME, DEVELOPER):
        subprocess.run([*COMPILE, *options, *sys.argv[1:]], cwd=ROOT, check=True)


if __name__ == "__main__":
    main()
