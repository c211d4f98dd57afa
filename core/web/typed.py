"""What somebody typed into a form that could not be taken: it is shown with the error, to be sent again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from starlette.requests import Request

from core.contracts.pages import Pairs, Parameters
from core.web.origin import local_address

PLACE = "guanxi.typed"
SECRETS = ("password", "current", "again")
PASSING = "_"
MOST = 5_000


@dataclass(frozen=True, slots=True)
class Typed:
    """The fields of a form and the address that it was sent to."""

    address: str
    pairs: Pairs

    @property
    def shown(self) -> Sequence[tuple[str, str]]:
        """What a person typed, without what the page added; passwords are never shown."""
        return [
            (name.replace("_", " "), text)
            for name, text in self.pairs
            if text.strip() and not name.startswith(PASSING) and name not in SECRETS
        ]

    @property
    def packed(self) -> str:
        """All of it as one text, for a hidden field."""
        return urlencode([pair for pair in self.pairs if pair[0] not in SECRETS])


def note_typed(request: Request, form: Parameters) -> None:
    """Remember the form of a request for as long as it is answered."""
    query = request.url.query
    address = request.url.path + (f"?{query}" if query else "")
    request.scope[PLACE] = Typed(address, form.pairs)


def typed_of(request: Request) -> Typed | None:
    """The form that this request sent, if any of it was typed."""
    typed: Typed | None = request.scope.get(PLACE)
    return typed if typed and typed.shown else None


def unpacked(address: str, packed: str) -> Typed | None:
    """What a hidden field holds; nothing where it was tampered with."""
    try:
        pairs = parse_qsl(packed, keep_blank_values=True, errors="strict", max_num_fields=MOST)
    except ValueError:
        return None
    typed = Typed(local_address(address), pairs)
    return typed if typed.shown else None
