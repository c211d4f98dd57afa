"""Readings of Chinese, against pypinyin, which knows more and costs too much to carry."""

from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st
from pypinyin import lazy_pinyin
from pypinyin.phrases_dict import phrases_dict

from core.formats.pinyin import readings, syllables
from core.formats.simplified import simplified

COMMON = [
    bytes([high, low]).decode("gb2312")
    for high in range(0xB0, 0xF8)
    for low in range(0xA1, 0xFF)
    if high != 0xD7
]


def words() -> Iterator[str]:
    return (word for word in phrases_dict if 2 <= len(word) <= 3 and all(map(COMMON.__contains__, word)))


def test_common_characters_are_read_as_pypinyin_reads_them() -> None:
    unlike = [
        character for character in COMMON if "".join(syllables(character)) != "".join(lazy_pinyin(character))
    ]
    assert unlike == []


def test_words_are_read_as_pypinyin_reads_them() -> None:
    sample = [word for number, word in enumerate(words()) if number % 7 == 0]
    unlike = [word for word in sample if syllables(word) != lazy_pinyin(word)]
    assert len(sample) > 2000
    assert len(unlike) < len(sample) / 100


def test_traditional_is_read_like_simplified() -> None:
    assert syllables("重慶銀行") == syllables("重庆银行") == ["chong", "qing", "yin", "hang"]
    assert simplified("歐陽偉明，臺灣") == "欧阳伟明，台湾"


def test_a_surname_is_read_as_one() -> None:
    assert syllables("曾国藩") == ["zeng", "guo", "fan"]
    assert syllables("尉迟恭") == ["yu", "chi", "gong"]
    assert syllables("查") == ["cha"]


def test_search_knows_every_likely_reading() -> None:
    assert {("chong", "qing"), ("zhong", "qing")} <= readings("重庆")
    assert {("lv", "bu"), ("lu", "bu")} <= readings("吕布")


@given(st.text(alphabet=st.sampled_from(COMMON), min_size=1, max_size=12))
def test_every_character_is_one_syllable(run: str) -> None:
    assert all(len(reading) == len(run) and all(map(str.isalpha, reading)) for reading in {*readings(run)})
    assert len(simplified(run)) == len(run)
