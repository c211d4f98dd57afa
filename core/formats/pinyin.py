"""How Chinese is read: pinyin without tones, ü written v."""

from collections.abc import Mapping
from functools import cache, lru_cache

from core.formats.readings import READINGS
from core.formats.simplified import simplified

_LONGEST_WORD = 3
_LONGEST_NAME = 3  # a name has one or two characters after its surname of one
_SURNAMES: Mapping[str, str] = {
    "曾": "zeng", "单": "shan", "解": "xie", "仇": "qiu", "查": "zha", "区": "ou", "朴": "piao", "缪": "miao",
    "覃": "qin", "翟": "zhai", "隗": "wei", "阚": "kan", "郇": "xun",
}  # fmt: skip


@cache
def _readings() -> Mapping[str, list[str]]:
    entries = (entry.partition("=") for entry in READINGS.split())
    return {word: reading.split(".") for word, _, reading in entries}


@lru_cache(maxsize=50_000)  # all characters that are written every day
def _single(character: str) -> str:
    from anyascii import anyascii

    return "".join(_readings().get(character, ())) or anyascii(character).lower() or f"u{ord(character):x}"


def syllables(run: str) -> list[str]:
    """The syllables of a run of Chinese characters, by the words and the surname in it."""
    simple = simplified(run)
    if 1 < len(run) <= _LONGEST_NAME and simple[0] in _SURNAMES and not _word(simple, 0):
        return [_SURNAMES[simple[0]], *_in_words(run[1:], simple[1:])]
    return _in_words(run, simple)


def _in_words(run: str, simple: str) -> list[str]:
    read: list[str] = []
    while len(read) < len(run):
        word = _word(simple, len(read))
        read += _readings()[word] if word else [_single(run[len(read)])]
    return read


def _word(simple: str, start: int) -> str:
    """The longest word at this place that is read in a way of its own."""
    for size in range(_LONGEST_WORD, 1, -1):
        word = simple[start : start + size]
        if len(word) == size and word in _readings():
            return word
    return ""


def readings(run: str) -> set[tuple[str, ...]]:
    """All likely readings of a run: by words, by single characters, with its surname, and with u for ü."""
    alone = tuple(map(_single, run))
    surname = _SURNAMES.get(simplified(run[0]), alone[0])
    found = {tuple(syllables(run)), alone, (surname, *alone[1:])}
    return found | {tuple(syllable.replace("v", "u") for syllable in reading) for reading in found}
