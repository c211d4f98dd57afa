"""The search tokenizer: what finds what."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.formats.phones import normalise_phone
from core.formats.tokens import (
    Prefix,
    email_tokens,
    identity_tokens,
    index_tokens,
    phone_tokens,
    public_tokens,
    query_tokens,
)

LETTERS = st.characters(categories=["Lu", "Ll", "Nd"], max_codepoint=0x24F) | st.sampled_from(
    "王伟明重庆銀行偉ソニー서울Яж"
)
TEXTS = st.text(alphabet=LETTERS | st.sampled_from(" .'-&/@,·"), max_size=60)


def hits(query: str, tokens: list[str]) -> bool:
    """What both databases do: every token of the query is there, a prefix as the beginning of one."""
    wanted = query_tokens(query)
    return bool(wanted) and all(
        any(token.startswith(part.word) for token in tokens) if isinstance(part, Prefix) else part in tokens
        for part in wanted
    )


@pytest.mark.parametrize(
    "query", ["王伟", "王偉", "ww", "wangwei", "WangWei", "wang", "王", "wang wei", "伟", "wei", "Ｗang"]
)
def test_a_chinese_name_is_found(query: str) -> None:
    assert hits(query, public_tokens("王伟"))
    assert hits(query, public_tokens("王伟明"))
    assert hits(query, public_tokens("王偉明"))
    assert not hits(query, public_tokens("李明朗"))


@pytest.mark.parametrize(
    ("query", "text"),
    [
        *(
            ("lml", "李明朗"),
            ("liminglang", "李明朗"),
            ("chongqing", "重庆银行"),
            ("zhongqing", "重庆"),
            ("cqyh", "重庆银行"),
        ),
        *(
            ("zengguofan", "曾国藩"),
            ("cengguofan", "曾国藩"),
            ("lvbu", "吕布"),
            ("lubu", "吕布"),
            ("臺灣", "台湾银行"),
        ),
        *(
            ("flow", "1-800 FLOWERS.COM, Inc."),
            ("1800", "1-800 FLOWERS"),
            ("1-800", "1-800 FLOWERS"),
            ("att", "AT&T"),
        ),
        *(
            ("AT&T", "AT&T Inc."),
            ("ah belo", "A.H. Belo"),
            ("A.H. Belo", "AH Belo"),
            ("o'neil", "ONeil"),
            ("oneil", "O’Neil"),
        ),
        *(
            ("muller", "Öl-Müller"),
            ("ÖL", "Öl-Müller"),
            ("MÜLLER", "muller"),
            ("gazprom", "Газпром"),
            ("газ", "Газпром"),
        ),
        *(
            ("seoul", "서울"),
            ("서울", "서울시"),
            ("ソニー", "ソニー株式会社"),
            ("soni", "ソニー"),
            ("ｿﾆｰ", "ソニー"),
        ),
        *(
            ("zhongguogongshangyinhanggufen", "中国工商银行股份有限公司"),
            ("ibm中国", "IBM中国有限公司"),
            ("𠀀", "𠀀𠀁"),
        ),
        *(
            ("😀", "Smile 😀"),
            ("３D", "3d Systems"),
            ("1e5", "1e5x"),
            ("straße", "STRASSE"),
            ("i", "İstanbul"),
        ),
    ],
)
def test_a_text_is_found(query: str, text: str) -> None:
    assert hits(query, public_tokens(text))


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("王明", "王伟明"),
        ("ders", "Anders"),
        ("wwm", "王伟"),
        ("伟王", "王伟"),
        ("", "x"),
        (" .-'", "x"),
    ],
)
def test_a_text_is_not_found(query: str, text: str) -> None:
    assert not hits(query, public_tokens(text))


@pytest.mark.parametrize(
    "query",
    [
        *(
            "4321",
            "74321",
            "030-0074321",
            "030 007 43 21",
            "+49 30 0074321",
            "+49 (0)30 0074321",
            "0049 30 0074321",
        ),
        *("0300074321", "300074321", "０３０-００７４３２１", "(030) 0074321", "+49", "030", "0074"),
    ],
)
def test_a_telephone_number_is_found_by_its_tail_and_in_every_form(query: str) -> None:
    assert hits(query, phone_tokens(normalise_phone("030-0074321", "DE").value))


def test_a_number_that_is_kept_as_written_is_found() -> None:
    tokens = phone_tokens("(5) 555-4729")
    assert all(hits(query, tokens) for query in ("(5) 555-4729", "4729", "555 4729", "55554729", "555-4729"))
    assert not hits("4730", tokens)
    assert phone_tokens("112") == ["zz112"]
    assert phone_tokens("+") == phone_tokens("ask") == []


@pytest.mark.parametrize(
    "query", ["anders@example", "maria.anders@example.com", "maria", "mariaanders", "EXAMPLE.com", "m"]
)
def test_an_e_mail_address_is_found_by_its_parts(query: str) -> None:
    assert hits(query, email_tokens("maria.anders@example.com"))
    assert not hits(query, email_tokens("wei@guanxi.test"))


@pytest.mark.parametrize("query", ["91330106MA2", "ma2", "30106ma2", "91-330106", "06MA2"])
def test_an_identifier_is_found_by_its_tail(query: str) -> None:
    assert hits(query, identity_tokens("91-330106 MA2"))


@given(st.text(max_size=80) | TEXTS)
def test_tokens_are_short_ascii_words(text: str) -> None:
    tokens = [*index_tokens(text), *phone_tokens(text), *identity_tokens(text)]
    parts = [part.word if isinstance(part, Prefix) else part for part in query_tokens(text)]
    assert [token for token in (*tokens, *parts) if not re.fullmatch("[a-z][a-z0-9]{0,27}", token)] == []


@given(TEXTS, st.data())
def test_the_beginning_of_any_word_finds_its_text(text: str, data: st.DataObject) -> None:
    words = [word for word in re.split(r"[\s@]+", text) if query_tokens(word)]
    for word in data.draw(st.lists(st.sampled_from(words), max_size=3)) if words else ():
        beginning = word[: data.draw(st.integers(1, len(word)))]
        assert hits(beginning, index_tokens(text)) or not query_tokens(beginning)


@given(st.text(alphabet=st.sampled_from("王伟明重庆銀行偉曾"), min_size=1, max_size=12), st.data())
def test_any_part_of_a_chinese_name_finds_it(name: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(name) - 1))
    part = name[start : data.draw(st.integers(start + 1, len(name)))]
    assert hits(part, index_tokens(name))


@given(st.text(alphabet=LETTERS, max_size=40))
def test_case_does_not_matter(text: str) -> None:
    assert set(index_tokens(text)) == set(index_tokens(text.upper())) == set(index_tokens(text.casefold()))
