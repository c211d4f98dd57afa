"""Countries by code and by name in many languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.formats.countries import country_codes, country_name, parse_country


@pytest.mark.parametrize(
    ("written", "code"),
    [
        *(
            ("uk", "GB"),
            ("Great Britain", "GB"),
            ("England", "GB"),
            ("USA", "US"),
            ("U.S.", "US"),
            ("DEU", "DE"),
        ),
        *(
            ("South Korea", "KR"),
            ("Republic of Korea", "KR"),
            ("Russia", "RU"),
            ("Taiwan", "TW"),
            ("臺灣", "TW"),
        ),
        *(
            ("Hong Kong", "HK"),
            ("中国", "CN"),
            ("中國", "CN"),
            ("德国", "DE"),
            ("德國", "DE"),
            ("대한민국", "KR"),
        ),
        *(
            ("Deutschland", "DE"),
            ("ÖSTERREICH", "AT"),
            ("osterreich", "AT"),
            ("España", "ES"),
            ("Россия", "RU"),
        ),
        *(
            ("日本", "JP"),
            ("Ελλάδα", "GR"),
            ("भारत", "IN"),
            ("Ｇｅｒｍａｎｙ", "DE"),
            ("The Netherlands", "NL"),
        ),
        *(
            ("Côte d’Ivoire", "CI"),
            ("Ivory Coast", "CI"),
            ("Saint Lucia", "LC"),
            ("Bosnia & Herzegovina", "BA"),
        ),
        *(
            ("Myanmar", "MM"),
            ("Burma", "MM"),
            ("Türkiye", "TR"),
            ("Turkey", "TR"),
            ("Viet Nam", "VN"),
            (" cn ", "CN"),
        ),
    ],
)
def test_a_country_has_many_names(written: str, code: str) -> None:
    assert parse_country(written) == code


@pytest.mark.parametrize("locale", ["en", "zh_Hans", "zh-Hant"])
def test_every_name_that_is_shown_can_be_read(locale: str) -> None:
    assert {parse_country(country_name(code, locale)) for code in country_codes()} == set(country_codes())
    assert len(country_codes()) == 250


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("Germny", "did you mean Germany"),
        ("XX", "use a code"),
        ("EU", "use a code"),
        ("", "use a code"),
        ("-", "code"),
    ],
)
def test_what_is_unknown_is_refused_with_a_hint(written: str, hint: str) -> None:
    with pytest.raises(ValueError, match=hint):
        parse_country(written)


@pytest.mark.parametrize("written", ["\ud800", "\u200fمصرx", "🇩🇪", "\x00"])
def test_hostile_text_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="country"):
        parse_country(written)


@given(st.text(max_size=20))
def test_any_text_is_a_code_or_refused(written: str) -> None:
    try:
        assert parse_country(written) in country_codes()
    except ValueError as error:
        assert "country" in str(error)
