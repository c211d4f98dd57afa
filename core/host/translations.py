"""Catalogues: what labels are in other languages. Read from gettext files, one folder per owner."""

from __future__ import annotations

import gettext
import struct
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

import structlog

from core.host.discovery import Found
from core.labels import Label, Translator

log = structlog.get_logger("guanxi.translations")

ENGLISH, SIMPLIFIED, TRADITIONAL = "en", "zh_Hans", "zh_Hant"
LOCALES = (ENGLISH, SIMPLIFIED, TRADITIONAL)
"""The languages that core speaks; the texts in the code are the first."""

WRITTEN_IN_TRADITIONAL = frozenset({"hant", "tw", "hk", "mo"})
CORE_CATALOGUES = MappingProxyType({"core": Path(__file__).parents[1] / "locale"})


def locale_of(language: str | None) -> str:
    """The catalogue for a language tag (`zh-TW`, `zh_CN.UTF-8`); English where there is no other."""
    tag = (language or "").partition(".")[0].partition("@")[0]
    parts = tag.replace("_", "-").lower().split("-")
    if parts[0] != "zh":
        return ENGLISH
    return TRADITIONAL if WRITTEN_IN_TRADITIONAL & set(parts) else SIMPLIFIED


def accepted(header: str) -> str:
    """The catalogue for an `Accept-Language`: of the languages that we speak, the one wanted most."""
    spoken = (tag for tag in _by_preference(header) if tag.partition("-")[0].lower() in ("en", "zh"))
    return locale_of(next(spoken, ENGLISH))


def catalogues_of(plugins: Iterable[Found]) -> Catalogues:
    """The catalogues of core and of these plugins, which keep theirs in their folder `locale`."""
    return Catalogues({**CORE_CATALOGUES, **{item.name: item.folder / "locale" for item in plugins}})


class Catalogues:
    """The catalogues of all owners; `folders` holds `<locale>/LC_MESSAGES/<owner>.mo` of each."""

    def __init__(self, folders: Mapping[str, Path] = CORE_CATALOGUES) -> None:
        self._folders = folders
        self._loaded: dict[tuple[str, str], gettext.NullTranslations] = {}

    def translator(self, locale: str) -> Translator:
        """What turns labels into texts of one locale; plain texts and what nobody translated stay English."""
        if locale == ENGLISH:
            return str

        def translate(text: str) -> str:
            if not isinstance(text, Label):
                return text
            template = self._catalogue(text.owner, locale).gettext(text.template) if text.template else ""
            values = {name: _translated(value, translate) for name, value in text.values.items()}
            return _filled(template, values, text) if values else template

        return translate

    def accepting(self, header: str) -> Translator:
        """The translator for an `Accept-Language`."""
        return self.translator(accepted(header))

    def _catalogue(self, owner: str, locale: str) -> gettext.NullTranslations:
        key = owner, locale
        if key not in self._loaded:
            folder = self._folders.get(owner)
            found = gettext.find(owner, str(folder), [locale]) if folder else None
            self._loaded[key] = _read(Path(found)) if found else gettext.NullTranslations()
        return self._loaded[key]


def _filled(template: str, values: Mapping[str, object], english: str) -> str:
    """The translation with its values; a plugin's translator may have named others than the text."""
    try:
        return template.format_map(values)
    except (KeyError, ValueError, IndexError, AttributeError):
        return english


def _translated(value: object, translate: Translator) -> object:
    return translate(value) if isinstance(value, str) else value


def _read(path: Path) -> gettext.NullTranslations:
    """A catalogue; one of a plugin that cannot be read leaves its texts in English."""
    try:
        with path.open("rb") as file:
            return gettext.GNUTranslations(file)
    except (OSError, ValueError, struct.error) as error:
        log.warning("catalogue cannot be read", path=str(path), error=str(error))
        return gettext.NullTranslations()


def _by_preference(header: str) -> Iterator[str]:
    """The tags of an `Accept-Language` header, most wanted first; unreadable weights count as 0."""
    wanted = []
    for item in header.split(",")[:20]:
        tag, _semicolon, weight = item.strip().partition(";q=")
        wanted.append((_weight(weight), tag.strip()))
    yield from (tag for weight, tag in sorted(wanted, key=lambda pair: -pair[0]) if weight > 0)


def _weight(text: str) -> float:
    try:
        return float(text) if text else 1.0
    except ValueError:
        return 0.0
