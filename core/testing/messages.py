"""The texts that a folder of code marks for translation, and what its catalogues say about them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

SIMPLIFIED, TRADITIONAL = "zh_Hans", "zh_Hant"


# How texts are found, by the suffix of a file. A template that cannot be read is an error.
METHODS = {".py": ("python", {}), ".html": ("jinja2.ext:babel_extract", {"silent": "false"})}


def marked(paths: Iterable[Path]) -> Iterator[tuple[str, Path, int]]:
    """Every `_("...")` of these Python files and templates: the text, the file, the line."""
    for path in paths:
        method, options = METHODS[path.suffix]
        for line, text, _comments, _context in extract_from_file(method, path, {"_": None}, options=options):
            yield (text if isinstance(text, str) else text[0]), path, line


def templates_in(folder: Path) -> list[Path]:
    """The templates of an owner."""
    return sorted(folder.glob("templates/**/*.html"))


def catalogue_path(folder: Path, owner: str, locale: str, suffix: str = ".po") -> Path:
    """The file of an owner's catalogue; `folder` is its folder `locale`."""
    return folder / locale / "LC_MESSAGES" / f"{owner}{suffix}"


def read_catalogue(path: Path, locale: str) -> Catalog:
    """A catalogue as it is kept (.po) or as gettext reads it (.mo); empty where there is no file."""
    if not path.exists():
        return Catalog(locale=locale)
    with path.open("rb") as file:
        return read_po(file, locale=locale) if path.suffix == ".po" else read_mo(file)


def places(text: str) -> set[str]:
    """The names in braces; those of an example in JSON are not."""
    try:
        return {name for _text, name, _format, _conversion in Formatter().parse(text) if name is not None}
    except ValueError:
        return set()
