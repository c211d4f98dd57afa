"""Telephone numbers: E.164 where the number is valid, as written where it is not."""

import unicodedata
from typing import NamedTuple

from core.formats.texts import refuse_controls
from core.labels import translations

_ = translations("core")

MAX_LENGTH = 40
_TOO_LONG = _("is {length} characters long; a telephone number has at most {most}")


class Phone(NamedTuple):
    """A number as it is stored; `checked` says that `value` is a valid E.164 number."""

    value: str
    checked: bool


def normalise_phone(text: str, region: str | None) -> Phone:
    """The number in E.164 with `;ext=` when it is valid, otherwise exactly as written and unchecked.

    `region` (ISO 3166 alpha-2) is where a number without `+` is dialled. Raises ValueError only for more
    than 40 characters or control characters.
    """
    written = text.strip()
    if len(written) > MAX_LENGTH:
        raise ValueError(_TOO_LONG.fill(length=len(written), most=MAX_LENGTH))
    refuse_controls(written)
    valid = _valid_number(written, region)
    return Phone(valid, True) if valid else Phone(written, False)


def _valid_number(written: str, region: str | None) -> str | None:
    import phonenumbers

    try:
        number = phonenumbers.parse(written, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    value = f"+{number.country_code}{phonenumbers.national_significant_number(number)}"  # E.164
    return f"{value};ext={number.extension}" if number.extension else value


def display_phone(value: str, region: str | None) -> str:
    """A stored number as people of `region` write it: national at home, international abroad."""
    import phonenumbers

    if not value.startswith("+"):
        return value
    try:
        number = phonenumbers.parse(value, None)
    except phonenumbers.NumberParseException:
        return value
    if not phonenumbers.is_valid_number(number):
        return value
    home = region is not None and phonenumbers.country_code_for_region(region) == number.country_code
    style = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(number, style.NATIONAL if home else style.INTERNATIONAL)


def phone_digits(value: str) -> str:
    """The ASCII digits of a stored or written number, without its extension."""
    number = value.partition(";ext=")[0]
    if number.isascii():
        return "".join(filter(str.isdigit, number))
    return "".join(str(unicodedata.decimal(c)) for c in number if unicodedata.decimal(c, None) is not None)
