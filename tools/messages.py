"""Keep the catalogues of translations in line with the code: `python -m tools.messages`.

It extracts every `_("...")` of core and of each bundled plugin and pack, from code and templates, brings both
Chinese catalogues up to that list, drafts what Traditional Chinese lacks from Simplified Chinese (check what
it prints), and compiles. What nobody translated is printed. `python -m tools.messages data_quality` does one
of them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import write_po

from core.testing.messages import (
    SIMPLIFIED,
    TRADITIONAL,
    catalogue_path,
    marked,
    read_catalogue,
    templates_in,
)
from tools.taiwan import in_taiwan

ROOT = Path(__file__).parents[1]
BUNDLED = ("plugins", "industry_packs")
WIDTH = 110
# The header of a catalogue has dates, which would differ from run to run.
NO_DATE = datetime(2026, 1, 1, tzinfo=UTC)


def main(*names: str) -> int:
    """Update the files of these owners, of all if none is named; 1 while something has no translation."""
    chosen = [folder for folder in owners() if not names or folder.name in names]
    return bool(sum([update(folder) for folder in chosen]))


def owners() -> list[Path]:
    """The folders of core and of everything that comes with it; the name of a folder is that of its owner."""
    bundled = sorted(path.parent for part in BUNDLED for path in (ROOT / part).glob("*/plugin.toml"))
    return [ROOT / "core", *bundled]


def update(owner: Path) -> int:
    """Update the files of one owner; answers how many texts have no translation."""
    simplified, traditional = updated(SIMPLIFIED, owner), updated(TRADITIONAL, owner)
    for text in draft(simplified, traditional):
        print(f"drafted, check it: {text}")
    for locale, catalogue in ((SIMPLIFIED, simplified), (TRADITIONAL, traditional)):
        write(locale, catalogue, owner)
    missing = untranslated(simplified)
    for text in missing:
        print(f"not translated: {text!r}")
    return len(missing)


def sources(owner: Path) -> set[str]:
    """Every text of an owner that is marked for translation."""
    return {text for text, _path, _line in marked([*sorted(owner.rglob("*.py")), *templates_in(owner)])}


def path_of(locale: str, owner: Path, suffix: str = ".po") -> Path:
    """The file of a catalogue."""
    return catalogue_path(owner / "locale", owner.name, locale, suffix)


def read(locale: str, owner: Path) -> Catalog:
    """The catalogue as it is kept; empty where there is none."""
    return read_catalogue(path_of(locale, owner), locale)


def updated(locale: str, owner: Path) -> Catalog:
    """The catalogue with exactly the texts of the code, and the translations that it has."""
    kept = read(locale, owner)
    catalogue = Catalog(
        locale=locale,
        project="Guanxi",
        fuzzy=False,
        header_comment=f"# Guanxi in {locale}.",
        creation_date=NO_DATE,
        revision_date=NO_DATE,
    )
    for text in sorted(sources(owner)):
        before = kept.get(text)
        catalogue.add(text, before.string if before else "")
    return catalogue


def draft(simplified: Catalog, traditional: Catalog) -> Iterator[str]:
    """Fill what Traditional Chinese lacks by the words of Taiwan for those of Simplified Chinese."""
    for text in untranslated(traditional):
        known = simplified.get(text)
        if known and known.string:
            traditional[text].string = in_taiwan(str(known.string))
            yield f"{text!r} = {traditional[text].string}"


def untranslated(catalogue: Catalog) -> list[str]:
    """The texts without a translation."""
    return [str(message.id) for message in catalogue if message.id and not message.string]


def write(locale: str, catalogue: Catalog, owner: Path) -> None:
    """Keep the catalogue as text and as gettext reads it."""
    path_of(locale, owner).parent.mkdir(parents=True, exist_ok=True)
    path_of(locale, owner).write_bytes(as_text(catalogue))
    path_of(locale, owner, ".mo").write_bytes(compiled(catalogue))


def as_text(catalogue: Catalog) -> bytes:
    """The catalogue as a .po file."""
    file = BytesIO()
    write_po(file, catalogue, width=WIDTH, sort_output=True, no_location=True)
    return file.getvalue()


def compiled(catalogue: Catalog) -> bytes:
    """The catalogue as a .mo file."""
    file = BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
