"""The search tokenizer of both databases: ASCII words that no database splits or changes again.

A record is found when every token of the query is among its own: a `Prefix` begins one, a string is one.
Chinese is indexed by pairs of neighbouring characters (王伟明: 王伟, 伟明), the last one alone, its pinyin
(wangweiming, weiming, ming) and its initials (wwm, wm). Words and pairs come first, in the text's order.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from core.formats.phones import phone_digits
from core.formats.pinyin import readings
from core.formats.scripts import CJK, cjk_run
from core.formats.simplified import simplified
from core.formats.transliteration import CharacterTable, folded, spell_character

_LONGEST_TEXT = 20_000  # characters indexed; PostgreSQL refuses more than 1 MB of tokens
_LONGEST_NAME = 200  # longer text is prose, of which nobody writes the pinyin
_LONGEST_QUERY = 200
_LONGEST_TOKEN = 24
_SHORTEST_TAIL = 4
_SHORTEST_PHONE = 5  # digits in groups that are taken as one number

_WORD = re.compile(r"([a-z0-9]{1,24})[a-z0-9]*")  # a longer word is known by its first 24 letters
_COMPOUND = re.compile(r"[a-z0-9][^a-z0-9\s@]+[a-z0-9]")
_PHONE = re.compile(r"[\d\s()+./-]+", re.ASCII)
_TRUNK_ZERO = re.compile(r"(\+\d{1,3}\s*)\(0\)", re.ASCII)


@cache
def _word_or_run() -> re.Pattern[str]:
    return re.compile(f"[a-z0-9]+|[{CJK}]+")


@cache
def _chunk() -> re.Pattern[str]:
    """What stands between spaces: 1-800, AT&T, a whole web address."""
    return re.compile(rf"[^\s@{CJK}]+")


@dataclass(frozen=True, slots=True)
class Prefix:
    """The beginning of a token."""

    word: str


def index_tokens(text: str) -> list[str]:
    """The tokens under which a text is found."""
    lower = text[:_LONGEST_TEXT].lower()
    if lower.isascii():
        words = _WORD.findall(lower)
        return _marked([*words, *_compounds(lower)] if _COMPOUND.search(lower) else words)
    return _marked(_folded_tokens(_fold(lower)))


public_tokens = index_tokens
email_tokens = index_tokens


def _marked(words: list[str]) -> list[str]:
    """Words that begin with a digit behind two letters: PostgreSQL would take 1e5a for 1e5 and a."""
    return [word if word[0] > "9" else f"zz{word}" for word in words]


def _folded_tokens(text: str) -> list[str]:
    tokens: list[str] = []
    for found in _word_or_run().findall(text):
        tokens += [found[:_LONGEST_TOKEN]] if found.isascii() else _pairs(found)
    names = cjk_run().findall(text) if len(text) <= _LONGEST_NAME else ()
    extra = [*_compounds(text), *(token for run in names for token in _spellings(run))]
    return [*tokens, *dict.fromkeys(extra)]


def _pairs(run: str) -> list[str]:
    """Neighbouring characters in pairs, then the last one alone: any single one begins one of these."""
    codes = [_code(character) for character in run]
    return [*map("".join, pairwise(codes)), codes[-1]]


def _code(character: str) -> str:
    code = ord(character)
    return f"u{code:04x}" if code < 0x10000 else f"v{code:05x}"


def _compounds(text: str) -> Iterator[str]:
    """AT&T also as att, and O'Neil-Smith as oneilsmith and oneil."""
    for chunk in _chunk().findall(text):
        words = _WORD.findall(chunk)
        if len(words) > 1:
            yield "".join(words)[:_LONGEST_TOKEN]
            yield from _WORD.findall(chunk.replace("'", "")) if "'" in chunk else ()


def _spellings(run: str) -> Iterator[str]:
    """The pinyin and the initials from every syllable on, so that a given name alone is found too."""
    for reading in sorted(readings(run)):
        for start in range(len(reading)):
            rest = reading[start : start + _LONGEST_TOKEN]
            yield "".join(rest)[:_LONGEST_TOKEN]
            if len(rest) > 1:
                yield "".join(syllable[:1] for syllable in rest)


def phone_tokens(value: str) -> list[str]:
    """Every tail of at least four digits, and the number as dialled at home (0) and from abroad (00)."""
    digits = phone_digits(value[:_LONGEST_NAME])[:_LONGEST_TOKEN]
    tokens = _tails(digits)
    if digits and value.startswith("+"):
        tokens += ["0" + digits[_country_code_length(digits) :], "00" + digits]
    return _marked(tokens)


def _tails(word: str) -> list[str]:
    if len(word) < _SHORTEST_TAIL:
        return [word] if word else []
    return [word[start:] for start in range(len(word) - _SHORTEST_TAIL + 1)]


def _country_code_length(digits: str) -> int:
    from phonenumbers import COUNTRY_CODE_TO_REGION_CODE

    known = (size for size in (1, 2, 3) if int(digits[:size] or 0) in COUNTRY_CODE_TO_REGION_CODE)
    return next(known, 0)


def identity_tokens(value: str) -> list[str]:
    """The words of an identifier (tax number, VIN), and every tail of at least four of its characters."""
    whole = "".join(_WORD.findall(_fold(value[:_LONGEST_NAME])))[: 2 * _LONGEST_TOKEN]
    tails = _marked([tail[:_LONGEST_TOKEN] for tail in _tails(whole)])
    return list(dict.fromkeys([*index_tokens(value), *tails]))


def query_tokens(text: str) -> list[str | Prefix]:
    """What a person types, as tokens that must all be found; empty when there is nothing to search for."""
    query = _fold(text[:_LONGEST_QUERY].strip())
    if number := _phone_number(query):
        return [*_prefixes([number])]
    tokens: list[str | Prefix] = [token for chunk in _chunk().findall(query) for token in _query_words(chunk)]
    for run in cjk_run().findall(query):
        pairs = _pairs(run)
        tokens += pairs[:-1] or [Prefix(pairs[0])]
    return list(dict.fromkeys(tokens))


def _phone_number(query: str) -> str:
    """The digits of a query that is nothing but a telephone number, in whatever groups it is written."""
    if not _PHONE.fullmatch(query):
        return ""
    digits = phone_digits(_TRUNK_ZERO.sub(r"\1", query))
    return digits[:_LONGEST_TOKEN] if len(digits) >= _SHORTEST_PHONE else ""


def _query_words(chunk: str) -> list[Prefix]:
    """The words of a chunk without spaces; single letters (A.H.) are one word."""
    words = _WORD.findall(chunk.replace("'", ""))
    if len(words) > 1 and max(map(len, words)) == 1:
        words = ["".join(words)[:_LONGEST_TOKEN]]
    return _prefixes(words)


def _prefixes(words: list[str]) -> list[Prefix]:
    return [Prefix(word) for word in _marked(words)]


def _fold(text: str) -> str:
    """Lower case ASCII words and simplified Chinese, kana and hangul; all else is spelt in ASCII."""
    plain = folded(text)
    return plain if plain.isascii() else simplified(plain).translate(_letters())


@cache
def _letters() -> CharacterTable:
    return CharacterTable(_letter)


def _letter(character: str) -> str:
    """Letters and digits spelt as part of their word, symbols (€, emoji) as a word, punctuation as such."""
    if character.isascii() or cjk_run().match(character):
        return character
    spelt = " " if character.isspace() else spell_character(character)
    word = "".join(filter(str.isalnum, spelt))
    if not word:
        return spelt
    return word if unicodedata.category(character)[0] in "LN" else f" {word} "
