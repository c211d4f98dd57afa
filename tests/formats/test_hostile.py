"""Every reader of text against text that is made to break it: an answer or a ValueError in few words."""

from collections.abc import Callable

import pytest

from core.formats.countries import parse_country
from core.formats.currencies import parse_currency
from core.formats.emails import normalise_email
from core.formats.languages import parse_language
from core.formats.moments import parse_day, parse_moment
from core.formats.numbers import parse_decimal, parse_flag, parse_integer
from core.formats.phones import normalise_phone
from core.formats.texts import clean_text, sort_key
from core.formats.time_zones import parse_time_zone
from core.formats.tokens import email_tokens, identity_tokens, phone_tokens, public_tokens, query_tokens
from core.formats.urls import normalise_url

READERS: dict[str, Callable[[str], object]] = {
    function.__name__: function
    for function in (
        *(
            parse_country,
            parse_currency,
            parse_language,
            parse_time_zone,
            parse_day,
            parse_integer,
            parse_flag,
        ),
        *(normalise_email, normalise_url, sort_key),
        *(public_tokens, email_tokens, phone_tokens, identity_tokens, query_tokens),
    )
} | {
    "parse_moment": lambda text: parse_moment(text, None),
    "parse_decimal": lambda text: parse_decimal(text, 18, 4),
    "normalise_phone": lambda text: normalise_phone(text, "DE"),
    "clean_text": lambda text: clean_text(text, 200),
    "clean_text of lines": lambda text: clean_text(text, 10_000, lines=True),
}
SIZE = 10_000_000
HOSTILE: dict[str, Callable[[], str]] = {
    "letters": lambda: "a" * SIZE,
    "digits": lambda: "1" * SIZE,
    "spaces and a letter": lambda: " " * SIZE + "x",
    "commas": lambda: "1,234" * (SIZE // 5),
    "compounds": lambda: "a'b-" * (SIZE // 4),
    "Chinese": lambda: "王伟" * (SIZE // 2),
    "accents without letters": lambda: "\u0315\u0300" * 200_000,
    "right to left": lambda: "\u202e\u200fمصر\u2066" * 1_000,
    "lone surrogates": lambda: "\ud800" * 1_000,
    "emoji": lambda: "👩‍👩‍👧🇩🇪" * 1_000,
    "full width": lambda: "１２３ＡＢＣ＠．" * 1_000,
    "controls": lambda: "".join(map(chr, range(32))) + "x",
    "private use and unassigned": lambda: "\ue000\U000e0fff\U0010ffff\uffff",
    "every character": lambda: "".join(map(chr, range(0x110000))),
}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_is_answered_or_refused_in_few_words(reader: str, hostile: str) -> None:
    try:
        READERS[reader](HOSTILE[hostile]())
    except ValueError as error:
        assert 0 < len(str(error)) < 300
        assert not isinstance(error, UnicodeError)
