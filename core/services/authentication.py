"""What proves who somebody is: passwords and the secrets of API tokens."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from core.data.models import Password, TokenSecret, UserSession

TOKEN_PREFIX = "gx_"  # noqa: S105  # no secret: it lets scanners of published code recognise our tokens
TOKEN_BYTES = 32


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
    """Keep the hash of a user's new password; the old one is forgotten, and he is signed out everywhere."""
    session.execute(delete(UserSession).where(UserSession.user_id == user))
    session.execute(delete(Password).where(Password.user_id == user))
    session.execute(insert(Password).values(user_id=user, hash=hash_password(password), changed_at=now))


def is_password(session: Session, user: int, password: str) -> bool:
    """Whether this is a user's password."""
    found = session.scalar(select(Password.hash).where(Password.user_id == user))
    return found is not None and verify_password(password, found)


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
