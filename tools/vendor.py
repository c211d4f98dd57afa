"""Copy front-end files from their npm packages into core/static/vendor, with their licences and SHA256SUMS.

`python -m tools.vendor` copies all of PACKAGES anew, `python -m tools.vendor htmx lucide` those folders. The
registry is the one that npm is set up for. A new icon: put its name into tools/icons.py, then run for lucide.
"""

import hashlib
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tools.icons import ICONS, SPRITE, sprite

VENDOR = Path(__file__).parent.parent / "core" / "static" / "vendor"
SUMS = "SHA256SUMS"


@dataclass(frozen=True)
class Package:
    """What is taken from one npm package, licence included, and its folder under core/static/vendor.

    `files` are paths within the package; each is kept by its last part. `icons` become one sprite.
    """

    name: str
    version: str
    folder: str
    files: tuple[str, ...]
    icons: tuple[str, ...] = ()

    @property
    def kept(self) -> set[str]:
        """The names of the files that stand in its folder, without their sums."""
        names = {Path(path).name for path in self.files}
        return names | ({SPRITE} if self.icons else set())


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
    Package(name="htmx.org", version="4.0.1", folder="htmx", files=("LICENSE", "dist/htmx.min.js")),
    Package(name="sortablejs", version="1.15.7", folder="sortable", files=("LICENSE", "Sortable.min.js")),
    Package(
        name="@fontsource-variable/inter",
        version="5.3.0",
        folder="inter",
        files=("LICENSE", "files/inter-latin-wght-normal.woff2"),
    ),
    Package(name="lucide-static", version="1.62.0", folder="lucide", files=("LICENSE",), icons=ICONS),
)


def main(*folders: str) -> None:
    """Fetch the packages of these folders, of all if none is named; write their files and their sums."""
    for package in PACKAGES:
        if not folders or package.folder in folders:
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
        for path in package.files:
            (target / Path(path).name).write_bytes(read(content, path))
        if package.icons:
            drawings = {name: read(content, f"icons/{name}.svg").decode() for name in package.icons}
            (target / SPRITE).write_text(sprite(drawings), encoding="utf-8")
    (target / SUMS).write_text(sums(target), encoding="utf-8")


def read(content: tarfile.TarFile, path: str) -> bytes:
    """One file of an archive of npm."""
    member = content.extractfile(f"package/{path}")
    if member is None:
        raise FileNotFoundError(f"{content.name!s} has no file {path}")
    return member.read()


def sums(folder: Path) -> str:
    """One line a file in the form of `sha256sum`, SHA256SUMS itself left out."""
    files = sorted(path for path in folder.iterdir() if path.name != SUMS)
    return "".join(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files)


if __name__ == "__main__":
    main(*sys.argv[1:])
