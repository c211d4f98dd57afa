"""Names of persons: put together as their language writes them, and taken apart for import."""

import re
from functools import cache
from typing import NamedTuple

from core.formats.scripts import HAN, HANGUL, cjk_run
from core.formats.simplified import simplified

_MIDDLE_DOT = re.compile("[·•・‧]")
_TWO_CHARACTERS = (
    "欧阳太史端木上官司马东方独孤南宫万俟闻人夏侯诸葛尉迟公羊赫连澹台皇甫宗政濮阳公冶太叔"
    "申屠公孙慕容仲孙钟离长孙宇文司徒鲜于司空令狐百里呼延东郭南门西门拓跋轩辕纳兰叶赫"
    "남궁황보제갈사공선우독고"
)
_COMPOUND_SURNAMES = frozenset(map("".join, zip(_TWO_CHARACTERS[::2], _TWO_CHARACTERS[1::2], strict=True)))
_PARTICLES = frozenset(
    ("von", "van", "vom", "zu", "zur", "de", "del", "della", "den", "der", "des", "di", "do", "dos", "da",
     "das", "du", "la", "le", "lo", "el", "al", "bin", "ibn", "ben", "ten", "ter", "af", "av", "st.")
)  # fmt: skip
_SUFFIXES = frozenset(["jr", "jr.", "sr", "sr.", "ii", "iii", "iv"])


@cache
def _undivided() -> re.Pattern[str]:
    """Chinese or Korean, where the surname comes first and is short; a Japanese one cannot be told apart."""
    return re.compile(f"[{HAN}]+|[{HANGUL}]+")


class Name(NamedTuple):
    """A person's name in its two parts; either may be empty."""

    family: str
    given: str


def display_name(family: str, given: str) -> str:
    """Maria Anders, but 王伟明: family first, without a space, where both are Chinese, Japanese or Korean."""
    if cjk_run().fullmatch(family) and cjk_run().fullmatch(given):
        return family + given
    return f"{given} {family}".strip()


def split_name(full: str) -> Name:
    """The likely parts of a whole name; what cannot be told apart is the family name.

    Knows `Family, Given`, compound Chinese and Korean surnames, particles (van, de la) and suffixes (Jr.).
    """
    words = full.split()
    name = " ".join(words)
    if _MIDDLE_DOT.search(name):  # a foreign name written in Chinese: its order differs from land to land
        return Name("", name)
    if all(map(cjk_run().fullmatch, words)):
        return _eastern(words)
    family, comma, given = name.partition(",")
    if comma and given.strip() and given.strip().lower() not in _SUFFIXES:
        return Name(family.strip(), given.strip())
    return _western(words)


def _eastern(words: list[str]) -> Name:
    if len(words) > 1:
        return Name(words[0], "".join(words[1:]))
    name = words[0] if words else ""
    if not _undivided().fullmatch(name):
        return Name(name, "")
    length = 2 if len(name) > 2 and simplified(name[:2]) in _COMPOUND_SURNAMES else 1
    return Name(name[:length], name[length:])


def _western(words: list[str]) -> Name:
    """The last word with its particles and suffixes is the family name."""
    start = len(words) - 1
    while start > 0 and words[start].lower() in _SUFFIXES:
        start -= 1
    while start > 0 and _particle(words[start - 1], first=start == 1):
        start -= 1
    return Name(" ".join(words[start:]), " ".join(words[:start]))


def _particle(word: str, first: bool) -> bool:
    """A capital first word is a given name: Van Nguyen, but van Gogh."""
    return (word if first else word.lower()) in _PARTICLES
