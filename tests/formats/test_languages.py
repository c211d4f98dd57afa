"""Languages as tags and by name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.formats.languages import language_name, parse_language


@pytest.mark.parametrize(
    ("written", "tag"),
    [
        *(
            ("EN", "en"),
            ("zh_hant", "zh-Hant"),
            ("ZH-hans-cn", "zh-Hans-CN"),
            ("pt-br", "pt-BR"),
            ("es-419", "es-419"),
        ),
        *(
            ("German", "de"),
            ("deutsch", "de"),
            ("中文", "zh"),
            ("简体中文", "zh-Hans"),
            ("繁體中文", "zh-Hant"),
        ),
    ],
)
def test_a_language_is_known_by_tag_and_name(written: str, tag: str) -> None:
    assert parse_language(written) == tag
    assert parse_language(tag) == tag


@pytest.mark.parametrize("written", ["xx", "de-XX-YY", "en-Abcd", "", "d", "de-", "\ud800", "d\u0435"])
def test_what_is_no_language_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="language tag"):
        parse_language(written)


def test_a_language_is_named_in_the_readers_language() -> None:
    assert language_name("zh-Hant", "en") == "Traditional Chinese"
    assert language_name("de", "zh_Hans") == "德语"
    assert language_name("sr-Latn-RS", "en") == "Serbian (Latin, Serbia)"


@given(st.text(max_size=12))
def test_any_text_is_a_short_tag_or_refused(written: str) -> None:
    try:
        assert len(parse_language(written)) <= 20
    except ValueError as error:
        assert "language tag" in str(error)
