"""Telephone numbers: valid ones in E.164, all others as written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.formats.phones import display_phone, normalise_phone, phone_digits


@pytest.mark.parametrize(
    ("written", "region", "value"),
    [
        ("030-0074321", "DE", "+49300074321"),
        ("0049 30 0074321", "DE", "+49300074321"),
        ("+1 415 555 2671 ext. 12", None, "+14155552671;ext=12"),
        ("１３８ １２３４ ５６７８", "CN", "+8613812345678"),
        ("tel:+49-30-0074321", None, "+49300074321"),
        ("\u202a+49 30 0074321\u202c", None, "+49300074321"),
    ],
)
def test_a_valid_number_is_kept_as_e164(written: str, region: str | None, value: str) -> None:
    assert normalise_phone(written, region) == (value, True)
    assert normalise_phone(value, region) == (value, True)


@pytest.mark.parametrize(
    ("written", "region"),
    [
        ("(5) 555-4729", "MX"),
        ("ask for Maria", "DE"),
        ("112", "DE"),
        ("030-0074321", None),
        ("", "DE"),
        ("+", "XX"),
    ],
)
def test_what_is_no_valid_number_is_kept_as_written(written: str, region: str | None) -> None:
    assert normalise_phone(f"  {written} ", region) == (written, False)


@pytest.mark.parametrize("written", ["1" * 41, "030\n0074321", "030\x000074321", "030\ud800"])
def test_only_what_cannot_be_stored_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"^(is \d+ characters long|has a|has half)"):
        normalise_phone(written, "DE")


@given(st.text(max_size=40, alphabet=st.characters(exclude_categories=["Cc", "Cs"])))
def test_no_text_is_lost(written: str) -> None:
    phone = normalise_phone(written, "CN")
    assert phone.value == written.strip() if not phone.checked else phone.value.startswith("+")


def test_a_number_is_shown_national_at_home_and_international_abroad() -> None:
    assert display_phone("+49300074321", "DE") == "030 0074321"
    assert display_phone("+49300074321", "CN") == "+49 30 0074321"
    assert display_phone("+14155552671;ext=12", None) == "+1 415-555-2671 ext. 12"


@pytest.mark.parametrize("value", ["(5) 555-4729", "+", "+999", "+49300074321;ext=", "ask"])
def test_what_is_no_number_is_shown_as_it_is(value: str) -> None:
    assert display_phone(value, "XX").replace(" ", "").startswith(value[:2].replace(" ", ""))


def test_digits_are_those_of_the_number_without_its_extension() -> None:
    assert phone_digits("+49300074321;ext=12") == "49300074321"
    assert phone_digits("（０１０） ٣٤-5") == "010345"
    assert phone_digits("ask²") == ""
