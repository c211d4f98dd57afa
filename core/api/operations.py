"""`Operation`: one method of one path, declared once; routes and the OpenAPI description are made from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, BinaryIO, Literal, TypeAlias

from starlette.datastructures import Headers

from core.api.responses import Answer

if TYPE_CHECKING:
    from core.api.responses import AnyAnswer
    from core.contracts.work import Actor
    from core.services.work import App, Work

ROOT = "/api/v1"
Schema: TypeAlias = dict[str, Any]
"""A JSON Schema (2020-12), or a reference to one of the components."""
Method = Literal["GET", "POST", "PATCH", "DELETE"]


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The permission of operations for everybody who is signed in: the service decides what each may see."""


SIGNED_IN = SignedIn()
Permission = str | SignedIn


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """One parameter of the query or the headers.

    `written` says how a value that is not plain stands in a query: a list with commas, or as JSON.
    """

    name: str
    schema: Schema
    description: str
    place: Literal["query", "header"] = "query"
    required: bool = False
    example: Any = None
    written: Literal["plain", "commas", "json"] = "plain"


@dataclass(frozen=True, kw_only=True)
class Call:
    """One request as values. `query` keeps order and doubles; `body` is decoded JSON (None: no body).

    `address` is method and path of the operation; `file_name` is what a form calls the file that it sends.
    """

    path: Mapping[str, str]
    query: tuple[tuple[str, str], ...]
    headers: Headers
    body: Any = None
    fingerprint: str = ""
    address: str = ""
    file_name: str = ""


Run: TypeAlias = "Callable[[Work, Call], Answer]"
Transfer: TypeAlias = "Callable[[App, Actor, Call, BinaryIO | None], AnyAnswer]"


@dataclass(frozen=True, kw_only=True)
class Described:
    """One method of one path, as it is described.

    `permission` is required before anything else. `answer` is the schema of its success (None: no JSON) and
    `answer_headers` the headers that come with it. `empty_body`: a body may be left out; `secret`: the answer
    is shown once and kept nowhere.
    """

    method: Method
    path: str
    name: str
    summary: str
    tag: str
    permission: Permission
    description: str = ""
    parameters: tuple[Parameter, ...] = ()
    body: Schema | None = None
    empty_body: bool = False
    secret: bool = False
    status: HTTPStatus = HTTPStatus.OK
    answer: Schema | None = None
    answer_headers: tuple[str, ...] = ()

    @property
    def address(self) -> str:
        """Method and path, for people."""
        return f"{self.method} {self.path}"

    @property
    def writes(self) -> bool:
        """Whether it needs a transaction that writes."""
        return self.method != "GET"


@dataclass(frozen=True, kw_only=True)
class Operation(Described):
    """An operation in one transaction: `run` gets it open (writing unless the method is GET) and answers."""

    run: Run


@dataclass(frozen=True, kw_only=True)
class FileOperation(Described):
    """An operation on a file: `transfer` gets what was sent and opens its own transactions.

    `takes` are the media types of the body (none: no file), `gives` those of the answer (none: JSON);
    `limit` says how many bytes are taken, or names the setting that does; `keeps`, that it keeps its answer
    itself, by `idempotency.once`.
    """

    transfer: Transfer
    keeps: bool = False
    limit: Literal["max_file_bytes", "max_attachment_bytes"] | int = "max_file_bytes"
    takes: tuple[str, ...] = ()
    gives: tuple[str, ...] = ()
