"""Sealing: secrets that Guanxi needs again, such as passwords of other servers, so that only it reads them.

The key is made of the installation's secret key, which is in no database and, unless asked for, in no backup.
"""

from __future__ import annotations

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken

from core.config import Settings
from core.errors import ConfigurationError
from core.labels import translations

_ = translations("core")

PURPOSE = b"guanxi sealing 1 "

NO_KEY = _("Secrets cannot be kept: there is no secret key.")
MAKE_ONE = _("Make one with `guanxi init`.")
OTHER_KEY = _("A secret cannot be read: it was written with another secret key.")
SET_AGAIN = _("Set it again, or bring back the secret key.")


def seal(settings: Settings, text: str) -> str:
    """The text as it may be stored. Raises ConfigurationError without a secret key."""
    return _box(settings).encrypt(text.encode()).decode()


def unseal(settings: Settings, sealed: str) -> str:
    """The text again. Raises ConfigurationError if it was sealed with another key."""
    try:
        return _box(settings).decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise ConfigurationError(OTHER_KEY, fix=SET_AGAIN) from error


def _box(settings: Settings) -> Fernet:
    if settings.secret_key is None:
        raise ConfigurationError(NO_KEY, fix=MAKE_ONE)
    digest = hashlib.sha256(PURPOSE + settings.secret_key.get_secret_value().encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
