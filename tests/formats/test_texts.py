"""Text that may be stored, and the key it is filed under."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.formats.texts import blank, clean_text, sort_key


def test_text_is_stripped_and_composed() -> None:
    assert clean_text("  Mu\u0308ller\u3000", 6) == "Müller"
    assert clean_text("王伟", 2) == "王伟"
    assert clean_text("a\u200fb 👩‍👧", 20) == "a\u200fb 👩‍👧"


def test_lines_are_kept_with_one_kind_of_break() -> None:
    assert clean_text("a\r\nb\rc\td\n", 20, lines=True) == "a\nb\nc\td"
    with pytest.raises(ValueError, match=r"line break \(U\+000A\) at position 2; write it on one line"):
        clean_text("a\nb", 20)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a\x00b", r"control character \(U\+0000\) at position 2; remove it"),
        ("a\x85b", r"U\+0085"),
        ("a\tb", "tab"),
        ("Wei\ud800", "half of a surrogate pair .* write it again"),
        ("x" * 11, "is 11 characters long; at most 10 are allowed"),
        ("\u0301" * 1000, "at most 10 are allowed"),
    ],
)
def test_what_cannot_be_stored_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        clean_text(text, 10)


@given(st.text(max_size=50), st.booleans())
def test_clean_text_stays_as_it_is(text: str, lines: bool) -> None:
    try:
        clean = clean_text(text, 40, lines)
    except ValueError:
        return
    assert clean_text(clean, 40, lines) == clean
    assert unicodedata.is_normalized("NFC", clean)
    assert clean.encode().decode() == clean


def test_blank_is_what_holds_nothing() -> None:
    assert all(map(blank, [None, "", " \t\n\u3000"]))
    assert not any(map(blank, [0, False, "0", "-", [], "\u200b"]))


@pytest.mark.parametrize(
    ("text", "key"),
    [
        *(
            ("Alfreds Futterkiste", "alfreds futterkiste"),
            ("Öl-Müller & Söhne", "ol-muller & sohne"),
            ("ß", "ss"),
        ),
        *(("王伟明", "wang wei ming"), ("王偉明", "wang wei ming"), ("重庆银行", "chong qing yin hang")),
        *(
            ("曾国藩", "zeng guo fan"),
            ("單田芳", "shan tian fang"),
            ("吕布", "lv bu"),
            ("IBM中国", "ibm zhong guo"),
        ),
        *(
            ("Газпром", "gazprom"),
            ("서울", "seoul"),
            ("Ｆｕｌｌ", "full"),
            ("İstanbul", "istanbul"),
            ("", ""),
        ),
        *(("\ud800\x00\u202eA", "a"), ("A\x00B\n", "ab"), ("\ue000", "ue000"), ("x" * 200, "x" * 120)),
    ],
)
def test_text_is_filed_in_ascii(text: str, key: str) -> None:
    assert sort_key(text) == key


@given(st.text(max_size=60))
def test_a_sort_key_is_short_printable_ascii_and_stays_as_it_is(text: str) -> None:
    key = sort_key(text)
    assert key.isascii() and key.isprintable() and len(key) <= 120
    assert key == key.lower() == key.strip() == sort_key(key)


@given(st.text(max_size=30))
def test_case_and_composition_do_not_change_the_order(text: str) -> None:
    assert sort_key(text.swapcase().swapcase()) == sort_key(text.swapcase()) == sort_key(text)
    assert sort_key(unicodedata.normalize("NFD", text)) == sort_key(unicodedata.normalize("NFC", text))


def test_chinese_is_ordered_by_syllables() -> None:
    names = ["王伟", "阿里", "先生", "西安", "Walter", "王伟明", "张三", "wang"]
    assert sorted(names, key=sort_key) == ["阿里", "Walter", "wang", "王伟", "王伟明", "西安", "先生", "张三"]
