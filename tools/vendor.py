"""Copy front-end files from their npm packages into core/static/vendor, with their licences and SHA256SUMS.

`python tools/vendor.py` copies all of PACKAGES anew; npm asks the registry that the machine is set up for.
"""

import hashlib
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

VENDOR = Path(__file__).parent.parent / "core" / "static" / "vendor"
SUMS = "SHA256SUMS"


@dataclass(frozen=True)
class Package:
    """What is taken from one npm package, licence included, and its folder under core/static/vendor."""

    name: str
    version: str
    folder: str
    files: tuple[str, ...]


PACKAGES = (
    Package(
        name="swagger-ui-dist",
        version="5.35.0",
        folder="swagger-ui",
        files=(
            *("LICENSE", "NOTICE", "swagger-ui-bundle.js.LICENSE.txt"),
            *("swagger-ui-bundle.js", "swagger-ui.css", "favicon-32x32.png"),
        ),
    ),
)


def main() -> None:
    """Fetch every package and write its files and their sums."""
    for package in PACKAGES:
        with tempfile.TemporaryDirectory() as folder:
            copy(package, fetch(package, Path(folder)))


def fetch(package: Package, folder: Path) -> Path:
    """The archive of the package, downloaded by npm into `folder`."""
    command = [
        "npm",
        "pack",
        f"{package.name}@{package.version}",
        "--silent",
        "--pack-destination",
        str(folder),
    ]
    subprocess.run(command, check=True, capture_output=True)
    return next(folder.glob("*.tgz"))


def copy(package: Package, archive: Path) -> None:
    """Take the files out of the archive; what an older version left is removed."""
    target = VENDOR / package.folder
    target.mkdir(parents=True, exist_ok=True)
    for old in target.iterdir():
        old.unlink()
    with tarfile.open(archive) as content:
        for name in package.files:
            member = content.extractfile(f"package/{name}")
            if member is None:
                raise FileNotFoundError(f"{package.name} {package.version} has no file {name}")
            (target / name).write_bytes(member.read())
    (target / SUMS).write_text(sums(target), encoding="utf-8")


def sums(folder: Path) -> str:
    """One line a file in the form of `sha256sum`, SHA256SUMS itself left out."""
    files = sorted(path for path in folder.iterdir() if path.name != SUMS)
    return "".join(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files)


if __name__ == "__main__":
    main()
