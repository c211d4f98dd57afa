"""Web addresses."""

import idna
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.formats.urls import normalise_url


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("www.example.com", "https://www.example.com"),
        (" HTTP://Example.COM/A?b=1#c ", "http://example.com/A?b=1#c"),
        ("//example.com/", "https://example.com/"),
        ("example.com:8080/a b", "https://example.com:8080/a%20b"),
        ("https://müller.de/ä", "https://xn--mller-kva.de/%C3%A4"),
        ("http://例子.公司/", "http://xn--fsqu00a.xn--55qx5d/"),
        ("http://[::1]:80/", "http://[::1]:80/"),
        ('example.com/"><script>', "https://example.com/%22%3E%3Cscript%3E"),
    ],
)
def test_an_address_is_kept_in_one_form(written: str, address: str) -> None:
    assert normalise_url(written) == address
    assert normalise_url(address) == address


@pytest.mark.parametrize(
    "written",
    [
        *(
            "javascript:alert(1)",
            "JavaScript:alert(1)",
            "data:text/html,x",
            "mailto:a@example.com",
            "file:///etc/passwd",
        ),
        *(
            "java\nscript:alert(1)",
            "https://user:word@example.com",
            "http://example.com\\@evil.com",
            "example.com\x00",
        ),
        *(
            "",
            "https://",
            "http:///x",
            "nohost",
            "http://a b.com",
            "http://example.com:99999",
            "http://[::1",
            'http://[::1%ü" onclick=x]/',
            "http://[::1%25eth0]/",
            "http://[::x]/",
            "\ud800.com",
        ),
        *(
            "http://x\u202e.com",
            "http://.com",
            "http://example..com",
            "x" * 2001,
            "vbscript:1",
            "ftp://example.com",
        ),
        *("https://[javascript:alert(1)]/", "https://example.com/\ud800", "http://1.2.3.4:x/"),
    ],
)
def test_what_is_no_safe_address_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"^(is|has|holds)"):
        normalise_url(written)


@given(st.from_regex(r"\A(www\.)?[a-z0-9]{1,12}\.[a-z]{2,6}\Z"))
def test_a_plain_host_is_taken_exactly_as_idna_takes_it(host: str) -> None:
    assert normalise_url(host) == f"https://{idna.encode(host, uts46=True).decode()}"


@given(st.text(max_size=30).map(lambda text: f"https://example.com/{text}") | st.text(max_size=30))
def test_an_address_once_read_stays_as_it_is(written: str) -> None:
    try:
        address = normalise_url(written)
    except ValueError as error:
        assert str(error)
    else:
        assert address.isascii() and address.startswith(("http://", "https://"))
        assert normalise_url(address) == address
