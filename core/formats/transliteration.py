"""Any writing spelt in ASCII: pinyin for Chinese, plain letters for accents, romanised other scripts."""

import unicodedata
from collections.abc import Callable
from functools import cache

from core.formats.pinyin import syllables
from core.formats.scripts import han_run

_SILENT = frozenset({"Mn", "Me", "Cc", "Cf", "Cs"})


class CharacterTable(dict[int, str]):
    """A table for str.translate that works a character out when it is first met.

    Remembers the first plane only, so that hostile text cannot make it grow beyond 65,536 entries.
    """

    def __init__(self, replace: Callable[[str], str]) -> None:
        super().__init__()
        self._replace = replace

    def __missing__(self, code: int) -> str:
        replaced = self._replace(chr(code))
        if code < 0x10000:
            self[code] = replaced
        return replaced


def folded(text: str) -> str:
    """The text without differences of case and of width: full-width letters become ASCII."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def spell(text: str) -> str:
    """Lower case printable ASCII; Chinese characters become syllables between spaces."""
    spelt = han_run().sub(lambda run: f" {' '.join(syllables(run.group()))} ", folded(text))
    return spelt if spelt.isascii() and spelt.isprintable() else spelt.translate(_spellings())


@cache
def _spellings() -> CharacterTable:
    return CharacterTable(_spelling)


def _spelling(character: str) -> str:
    return " " if character.isspace() else spell_character(character)


def spell_character(character: str) -> str:
    """One character in lower case ASCII: nothing for marks and invisible ones, else at least its number."""
    from anyascii import anyascii

    category = unicodedata.category(character)
    if category in _SILENT:
        return ""
    return anyascii(character).lower() or ("" if category == "Lm" else f"u{ord(character):x}")
