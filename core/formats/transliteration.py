"""Any writing spelt in ASCII: pinyin for Chinese, plain letters for accents, romanised other scripts."""

import unicodedata
from functools import cache


class _Spellings(dict[int, str]):
    """A table for str.translate that spells a character when it is first met."""

    def __missing__(self, code: int) -> str:
        spelling = _spelling(chr(code))
        if code < 0x10000:  # bounded: beyond the first plane only rare characters wait
            self[code] = spelling
        return spelling


@cache
def _spellings() -> _Spellings:
    return _Spellings()


def spell(text: str) -> str:
    """Lower case printable ASCII; Chinese characters become syllables between spaces."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return folded.translate(_spellings()).lower()


def _spelling(character: str) -> str:
    from anyascii import anyascii

    category = unicodedata.category(character)
    if character.isspace():
        return " "
    if category[0] == "M" or category in ("Cc", "Cf", "Cs"):
        return ""
    spelling = anyascii(character) or f"u{ord(character):x}"
    return f" {spelling} " if is_han(character) else spelling


def is_han(character: str) -> bool:
    """Whether the character is a Chinese one, also as used in Japanese and Korean."""
    code = ord(character)
    return (
        0x4E00 <= code <= 0x9FFF or 0x3400 <= code <= 0x4DBF or 0x20000 <= code <= 0x323AF or code == 0x3007
    )
