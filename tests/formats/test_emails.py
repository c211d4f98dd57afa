"""E-mail addresses."""

import pytest
from email_validator import EmailNotValidError, validate_email
from hypothesis import given
from hypothesis import strategies as st

from core.formats.emails import normalise_email


def test_an_address_is_kept_in_one_form() -> None:
    assert normalise_email(" Maria.Anders@EXAMPLE.com ") == "Maria.Anders@example.com"
    assert normalise_email("王伟@例子.公司") == "王伟@例子.公司"
    assert normalise_email("admin@guanxi.test") == "admin@guanxi.test"


@pytest.mark.parametrize(
    "written",
    [
        *(
            "",
            "x",
            "a@b",
            "a@test",
            "a..b@example.com",
            "a@b@example.com",
            "Maria <m@example.com>",
            '"a b"@example.com',
        ),
        *(
            "a@example.com\nBcc: b@example.com",
            "a\x00@example.com",
            "\u202ea@example.com",
            "a@[1.2.3.4]",
            "a@x\ud800.com",
        ),
        *(
            "\ud800@example.com",
            "a@example.com,b@example.com",
            "a" * 250 + "@example.com",
            "@" * 200,
            "a@" + "b" * 64 + ".com",
        ),
    ],
)
def test_what_is_no_address_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="e-mail address"):
        normalise_email(written)


@given(
    st.from_regex(
        r"\A[a-z0-9]{1,9}([._+-][a-z0-9]{1,9})?@([a-z0-9]{1,9}\.){1,3}(test|local|arpa|[a-z]{2,6})\Z"
    )
)
def test_a_plain_address_is_taken_exactly_as_the_library_takes_it(written: str) -> None:
    try:
        expected = validate_email(written, check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError:
        expected = ""
    try:
        assert normalise_email(written) == expected
    except ValueError:
        assert expected == ""


@given(st.emails() | st.text(max_size=30))
def test_an_address_once_read_stays_as_it_is(written: str) -> None:
    try:
        address = normalise_email(written)
    except ValueError as error:
        assert "e-mail address" in str(error)
    else:
        assert normalise_email(address) == address
