"""G7: one search finds people by how they are written, spoken, dialled and mailed, at every door."""

from typing import Any

import pytest

from tests.features.conftest import At
from tests.features.doors import Door

CUSTOMERS: dict[str, dict[str, Any]] = {
    "王伟": {"kind": "person", "family_name": "王", "given_name": "伟"},
    "王伟明": {"phone": "+86 138 0013 8000"},
    "單位偉業": {},
    "北京四方商贸": {"phones": [{"label": "fax", "phone": "010-6275 1234"}], "country": "CN"},
    "Müller & Söhne": {"email": "vertrieb.nord@mueller-soehne.example", "country": "DE"},
    "O'Neil Ltd": {"tax_id": "DE811569869"},
    "重庆火锅": {},
}

HITS = {
    # written: the whole, a part, traditional, what only looks alike
    "王伟": "王伟 | 王伟明",
    "王偉": "王伟 | 王伟明",
    "伟明": "王伟明",
    "王": "王伟 | 王伟明",
    "偉業": "單位偉業",
    "伟业": "單位偉業",
    "四方": "北京四方商贸",
    "方四": "",
    # spoken: pinyin and initials, of the given name alone too, and of characters with several readings
    "wangwei": "王伟 | 王伟明",
    "WangWeiMing": "王伟明",
    "ww": "王伟 | 王伟明 | 單位偉業",
    "wwm": "王伟明",
    "weiming": "王伟明",
    "bjsf": "北京四方商贸",
    "chongqing": "重庆火锅",
    "chq": "",
    "cqhg": "重庆火锅",
    # dialled: tails, groups, with and without the country
    "8000": "王伟明",
    "13800138000": "王伟明",
    "+86 138 0013 8000": "王伟明",
    "6275-1234": "北京四方商贸",
    "1234": "北京四方商贸",
    "234": "",  # tails have four digits
    # mailed: the whole, its parts
    "vertrieb.nord@mueller-soehne.example": "Müller & Söhne",
    "vertrieb": "Müller & Söhne",
    "soehne.example": "Müller & Söhne",
    # Latin: accents, signs, several words, beginnings only
    "muller": "Müller & Söhne",
    "SÖHNE müller": "Müller & Söhne",
    "oneil": "O'Neil Ltd",
    "neil": "O'Neil Ltd",
    "eil": "",
    "ltd oneil": "O'Neil Ltd",
    # numbers of identity, their tails
    "DE811569869": "O'Neil Ltd",
    "9869": "O'Neil Ltd",
}
"""What is typed, and the customers that are found."""


@pytest.fixture
def ned(at: At) -> Door:
    for name, values in CUSTOMERS.items():
        at("ned").create("customers", name=name, **values)
    return at("ned")


def test_g7_what_is_typed_finds_whom_it_means(ned: Door) -> None:
    found = {text: sorted(row["name"] for row in ned.rows("customers", q=text)) for text in HITS}
    assert found == {text: sorted(names.split(" | ") if names else ()) for text, names in HITS.items()}


def test_g7_the_search_over_everything_says_the_same(ned: Door) -> None:
    for text in ("王偉", "ww", "8000", "vertrieb", "oneil", "chq"):
        everywhere = {row["label"] for row in ned.search(text) if row["resource"] == "customers"}
        assert everywhere == {row["name"] for row in ned.rows("customers", q=text)}, text


def test_g7_words_of_a_group_find_nothing_for_those_who_may_not_read_it(at: At, ned: Door) -> None:
    for text, seen in {"北京": True, "1234": False, "vertrieb": False, "9869": False}.items():
        assert bool(at("rob").rows("customers", q=text)) is seen, text
        assert bool(at("rob").search(text)) is seen, text


def test_g7_every_list_is_searched_and_records_of_plugins_are_found(at: At) -> None:
    ada, customer = at("ada"), at("ada").create("customers", name="Acme")
    ada.create("contacts", customer=customer, name="李小龙")
    ada.create("activities", customer=customer, subject="Visit 李小龙")
    ada.create("sample.machines", customer=customer, serial="LXL-1", model="李小龙 3000")
    for resource in ("contacts", "activities", "sample.machines"):
        assert [len(ada.rows(resource, q=text)) for text in ("lxl", "小龙", "nobody")] == [1, 1, 0]
    kinds = ["contacts", "activities", "sample.machines"]
    assert [row["resource"] for row in ada.search("小龍")] == kinds
