"""E-mail addresses in one form, without asking the network."""

import re

from core.labels import translations

_ = translations("core")

_TOO_LONG = _("is {length} characters long; an e-mail address has at most {most}")
_LONGEST = 254  # RFC 5321: the longest address that a mail server takes
# What nearly every address looks like; email-validator takes 60 microseconds to say the same.
_PLAIN = re.compile(
    r"[a-z0-9]{1,30}(?:[._+-][a-z0-9]{1,30})?@(?:[a-z0-9]{1,60}\.){1,3}"
    r"(?!(?:arpa|invalid|local|localhost|onion)$)[a-z]{2,20}"
)


def normalise_email(text: str) -> str:
    """The address with its domain in lower case and its text in composed form.

    Takes domains that end in .test, for trials. Raises ValueError for what is no address that mail can reach.
    """
    written = text.strip()
    if len(written) > _LONGEST:
        raise ValueError(_TOO_LONG.fill(length=len(written), most=_LONGEST))
    return written if _PLAIN.fullmatch(written) else _validated(written)


def _validated(written: str) -> str:
    from email_validator import EmailNotValidError, validate_email

    try:
        address = validate_email(written, check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        raise ValueError(_("is not an e-mail address: {reason}").fill(reason=str(error))) from None
    if "." not in address.domain:
        raise ValueError(
            _("is not an e-mail address: what stands after the @ needs a dot, as in example.com")
        )
    return address.normalized
