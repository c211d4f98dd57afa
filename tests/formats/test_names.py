"""Names of persons."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.formats.names import display_name, split_name


@pytest.mark.parametrize(
    ("full", "family", "given_name"),
    [
        *(("王伟明", "王", "伟明"), ("欧阳修", "欧阳", "修"), ("歐陽修", "歐陽", "修"), ("欧阳", "欧", "阳")),
        *(
            ("박지성", "박", "지성"),
            ("남궁민", "남궁", "민"),
            ("山田 太郎", "山田", "太郎"),
            ("王", "王", ""),
        ),
        *(("Maria Anders", "Anders", "Maria"), ("Ludwig van Beethoven", "van Beethoven", "Ludwig")),
        *(
            ("Ana de la Cruz", "de la Cruz", "Ana"),
            ("van Gogh", "van Gogh", ""),
            ("Van Nguyen", "Nguyen", "Van"),
        ),
        *(("Martin Luther King Jr.", "King Jr.", "Martin Luther"), ("King, Jr.", "King, Jr.", "")),
        *(("Anders, Maria", "Anders", "Maria"), ("Madonna", "Madonna", ""), ("", "", "")),
        *(("约翰·史密斯", "", "约翰·史密斯"), ("サトシ", "サトシ", ""), ("Peter 王", "王", "Peter")),
    ],
)
def test_a_name_is_taken_apart(full: str, family: str, given_name: str) -> None:
    assert split_name(full) == (family, given_name)


def test_a_name_is_shown_as_its_language_writes_it() -> None:
    assert display_name("王", "伟明") == "王伟明"
    assert display_name("Anders", "Maria") == "Maria Anders"
    assert display_name("王", "Peter") == "Peter 王"
    assert display_name("王", "") == "王"
    assert display_name("", "Maria") == "Maria"


@given(st.text(max_size=30).filter(lambda text: "," not in text))
def test_nothing_of_a_name_is_lost(full: str) -> None:
    shown = display_name(*split_name(full))
    assert shown.replace(" ", "") == "".join(full.split())
