"""What proves who somebody is: passwords and the secrets of API tokens."""

from __future__ import annotations

import hashlib
import secrets
from datetime import date, datetime, timedelta
from typing import NamedTuple

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, insert, or_, select
from sqlalchemy.orm import Session

from core.contracts.work import Actor
from core.data.models import Password, Token, TokenSecret
from core.errors import NotSignedIn
from core.labels import translations
from core.services.actors import actor_of_user

_ = translations("core")

TOKEN_PREFIX = "gx_"  # noqa: S105  # no secret: it lets scanners of published code recognise our tokens
TOKEN_BYTES = 32
USE_IS_NOTED_EVERY = timedelta(hours=1)

UNKNOWN_TOKEN = _("The token is unknown, expired or revoked.")
MAKE_ONE = _("Make a new one with guanxi tokens create.")


def hash_password(password: str) -> str:
    """The Argon2id hash of a password, with its salt and parameters."""
    return PasswordHasher().hash(password)


def verify_password(password: str, hashed: str) -> bool:
    """Whether this is the password that was hashed."""
    try:
        return PasswordHasher().verify(hashed, password)
    except (VerificationError, InvalidHashError):
        return False


def set_password(session: Session, user: int, password: str, now: datetime) -> None:
    """Keep the hash of a user's new password; the old one is forgotten."""
    session.execute(delete(Password).where(Password.user_id == user))
    session.execute(insert(Password).values(user_id=user, hash=hash_password(password), changed_at=now))


def new_token() -> tuple[str, str]:
    """The secret of a new token and the hash by which it is known afterwards."""
    secret = TOKEN_PREFIX + secrets.token_urlsafe(TOKEN_BYTES)
    return secret, hash_token(secret)


def hash_token(secret: str) -> str:
    """SHA-256 in hexadecimal: a random secret of 32 bytes needs no salt and no slowness."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def keep_token(session: Session, token: int, hashed: str) -> None:
    """Keep the hash of a new token's secret."""
    session.execute(insert(TokenSecret).values(token_id=token, hash=hashed))


class FoundToken(NamedTuple):
    """A token that works."""

    id: int
    user_id: int
    scopes: str | None
    last_used_at: datetime | None


def find_token(session: Session, secret: str, today: date) -> FoundToken:
    """The token with this secret; raises NotSignedIn if it is unknown, expired or revoked."""
    statement = (
        select(Token.id, Token.user_id, Token.scopes, Token.last_used_at)
        .join(TokenSecret, TokenSecret.token_id == Token.id)
        .where(TokenSecret.hash == hash_token(secret), Token.revoked_at.is_(None), Token.deleted_at.is_(None))
        .where(or_(Token.expires_on.is_(None), Token.expires_on >= today))
    )
    found = session.execute(statement).one_or_none()
    if found is None:
        raise NotSignedIn(UNKNOWN_TOKEN, fix=MAKE_ONE)
    return FoundToken(*found)


def actor_of_token(session: Session, token: str, door: str, now: datetime) -> Actor:
    """Whoever the token speaks for, with his rights of this moment as far as its scopes name them.

    Raises NotSignedIn if the token is unknown, expired or revoked, or its user is not active.
    """
    found = find_token(session, token, now.date())
    return actor_of_user(session, found.user_id, door, scopes=(found.scopes or "").split())
