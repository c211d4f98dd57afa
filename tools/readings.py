"""Write core/formats/readings.py: the Chinese readings that cannot be told from a single character.

Guanxi spells Chinese with anyascii (1 MB, 1 microsecond a name). pypinyin knows more, but takes 57 MB and
240 ms to load, which no server process should pay; so what it knows better is kept as a small table.

    python -m tools.readings
"""

import textwrap
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from anyascii import anyascii
from opencc import OpenCC
from pypinyin.phrases_dict import phrases_dict
from pypinyin.pinyin_dict import pinyin_dict

TARGET = Path(__file__).parents[1] / "core" / "formats" / "readings.py"
HEAD = '''"""Chinese readings without tones that a single character does not tell; made by tools/readings.py.

From the dictionaries of pypinyin (MIT licence): characters that anyascii reads otherwise, then words of two
and three simplified characters with another reading than their characters alone.
"""

READINGS = """
'''
_UMLAUT = str.maketrans("üǖǘǚǜ", "vvvvv")


def _plain(syllable: str) -> str:
    decomposed = unicodedata.normalize("NFD", syllable.translate(_UMLAUT))
    return decomposed.encode("ascii", "ignore").decode()


def _characters() -> dict[str, list[str]]:
    """Common characters whose first reading in pypinyin differs from anyascii's."""
    first = {chr(code): _plain(readings.split(",")[0]) for code, readings in pinyin_dict.items()}
    common = {character: reading for character, reading in first.items() if "\u4e00" <= character <= "\u9fff"}
    return {c: [reading] for c, reading in sorted(common.items()) if reading not in ("", anyascii(c).lower())}


def _words(characters: dict[str, list[str]]) -> dict[str, list[str]]:
    """Words with a reading of their own, the shorter first, without those that a shorter one explains."""
    known = dict(characters)
    for word, reading in _candidates():
        if reading != _expected(word, known):
            known[word] = reading
    return known


def _candidates() -> Iterator[tuple[str, list[str]]]:
    simplified = OpenCC("t2s")
    for word, syllables in sorted(phrases_dict.items(), key=lambda entry: (len(entry[0]), entry[0])):
        reading = [_plain(syllable[0]) for syllable in syllables]
        usual = len(word) in (2, 3) and len(reading) == len(word) and all(part.isalpha() for part in reading)
        if usual and all("\u4e00" <= c <= "\u9fff" for c in word) and simplified.convert(word) == word:
            yield word, reading


def _expected(word: str, known: dict[str, list[str]]) -> list[str]:
    """The reading that the table gives so far, by its longest entries from the left."""
    for size in (2, 1):
        if word[:size] in known and len(word) > size:
            return known[word[:size]] + _expected(word[size:], known)
    head = known.get(word[0]) or [anyascii(word[0]).lower()]
    return head + (_expected(word[1:], known) if len(word) > 1 else [])


def _wrapped(entries: dict[str, list[str]]) -> str:
    """Lines of at most 108 columns, in which a Chinese character takes two."""
    text = " ".join(f"{word}={'.'.join(reading)}" for word, reading in entries.items())
    return "\n".join(textwrap.wrap(text, 84, break_long_words=False))


def main() -> None:
    """Write the module."""
    table = _words(_characters())
    TARGET.write_text(f'{HEAD}{_wrapped(table)}\n"""\n', encoding="utf-8")
    print(f"{TARGET.name}: {len(table)} readings")


if __name__ == "__main__":
    main()
