"""The API and the command line behind one face, so that a test can be put to each."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from itertools import chain
from typing import Any, Protocol

from core.testing.cli import Ran
from core.testing.people import Person

Row = dict[str, Any]

CODES = {1: "not_found", 2: "invalid", 4: "forbidden", 6: "conflict"}
"""What exit codes of the command line mean, in the words of the API."""


class Refused(Exception):
    """What was asked for is refused: the stable code, and the words."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(f"{code}: {words}")
        self.code, self.words = code, words


class Door(Protocol):
    """What one person can do at one door. Resources are named in full: `customers`, `sample.machines`."""

    @property
    def name(self) -> str:
        """The door's name in the journal."""

    def create(self, resource: str, /, **values: Any) -> int:
        """A new record; answers its id."""

    def change(self, resource: str, id: int, /, **values: Any) -> None:
        """Change these fields."""

    def delete(self, resource: str, id: int) -> None:
        """Put it into the trash."""

    def act(self, resource: str, id: int, action: str, /, **inputs: Any) -> None:
        """Carry out an action of a record."""

    def answer(self, resource: str, action: str, /, **inputs: Any) -> Row:
        """Carry out an action of all records of a kind; answers what it says."""

    def show(self, resource: str, id: int) -> Row:
        """One record."""

    def rows(self, resource: str, filters: Mapping[str, str] | None = None, **query: str) -> list[Row]:
        """The records that match; a filter is `field` or `field[operator]`."""

    def count(self, resource: str, filters: Mapping[str, str] | None = None) -> int:
        """How many records match."""

    def history(self, resource: str, id: int) -> list[Row]:
        """The changes of one record, newest first."""

    def search(self, words: str) -> list[Row]:
        """What is found among records of all kinds."""

    def totals(self, resource: str, field: str, currency: str | None = None) -> Row:
        """Sums by currency, and the total in one."""


@dataclass(frozen=True, slots=True)
class Api:
    """The REST API."""

    person: Person
    name: str = "api"

    def create(self, resource: str, /, **values: Any) -> int:
        return int(self._ask("POST", resource, json=values)["id"])

    def change(self, resource: str, id: int, /, **values: Any) -> None:
        self._ask("PATCH", resource, id, json=values)

    def delete(self, resource: str, id: int) -> None:
        self._ask("DELETE", resource, id)

    def act(self, resource: str, id: int, action: str, /, **inputs: Any) -> None:
        self._ask("POST", resource, id, action, json=inputs)

    def answer(self, resource: str, action: str, /, **inputs: Any) -> Row:
        return self._ask("POST", resource, action, json=inputs)

    def show(self, resource: str, id: int) -> Row:
        return self._ask("GET", resource, id)

    def rows(self, resource: str, filters: Mapping[str, str] | None = None, **query: str) -> list[Row]:
        return list(self._page(resource, filters, **query)["data"])

    def count(self, resource: str, filters: Mapping[str, str] | None = None) -> int:
        return int(self._page(resource, filters, count="exact", limit="1")["count"])

    def history(self, resource: str, id: int) -> list[Row]:
        return list(self._ask("GET", resource, id, "history")["data"])

    def search(self, words: str) -> list[Row]:
        return list(self._ask("GET", "search", params={"q": words})["data"])

    def totals(self, resource: str, field: str, currency: str | None = None) -> Row:
        params = {"sum": field, **({"currency": currency} if currency else {})}
        return self._ask("GET", resource, "totals", params=params)

    def _page(self, resource: str, filters: Mapping[str, str] | None, **query: str) -> Row:
        return self._ask("GET", resource, params={**query, **bracketed(filters or {})})

    def _ask(self, method: str, *parts: object, **more: Any) -> Row:
        path = "/".join(str(part).replace(".", "/") for part in ("/api/v1", *parts))
        answer = self.person.api.request(method, path, **more)
        if answer.status_code >= HTTPStatus.BAD_REQUEST:
            raise Refused(answer.json()["code"], answer.text)
        found: Row = answer.json() if answer.content else {}
        return found


def bracketed(filters: Mapping[str, str]) -> dict[str, str]:
    """`city[in]` as the API writes it: `filter[city][in]`."""
    parts = ((name.partition("["), value) for name, value in filters.items())
    return {f"filter[{field}]{bracket}{rest}": value for (field, bracket, rest), value in parts}


@dataclass(frozen=True, slots=True)
class CommandLine:
    """`guanxi`."""

    person: Person
    name: str = "cli"

    def create(self, resource: str, /, **values: Any) -> int:
        return int(self._write(resource, "create", values=values)["ids"][0])

    def change(self, resource: str, id: int, /, **values: Any) -> None:
        self._write(resource, "update", str(id), values=values)

    def delete(self, resource: str, id: int) -> None:
        self._json(resource, "delete", str(id), "--yes")

    def act(self, resource: str, id: int, action: str, /, **inputs: Any) -> None:
        self._json(resource, action, str(id), *options(inputs))

    def answer(self, resource: str, action: str, /, **inputs: Any) -> Row:
        found: Row = self._json(resource, action, *options(inputs))["data"]
        return found

    def show(self, resource: str, id: int) -> Row:
        found: Row = self._json(resource, "show", str(id))["data"]
        return found

    def rows(self, resource: str, filters: Mapping[str, str] | None = None, **query: str) -> list[Row]:
        return list(self._list(resource, filters, **query)["data"])

    def count(self, resource: str, filters: Mapping[str, str] | None = None) -> int:
        pairs = [("--filter", "=".join(pair)) for pair in (filters or {}).items()]
        return int(self._json(resource, "list", "--count", *chain.from_iterable(pairs))["count"])

    def history(self, resource: str, id: int) -> list[Row]:
        return list(self._json(resource, "history", str(id))["data"])

    def search(self, words: str) -> list[Row]:
        return list(self._json("search", words)["data"])

    def totals(self, resource: str, field: str, currency: str | None = None) -> Row:
        found = self._json(resource, "totals", field, *(("--currency", currency) if currency else ()))
        return {name: value for name, value in found.items() if name != "version"}

    def _write(self, resource: str, *words: str, values: Row) -> Row:
        return self._json(resource, *words, "--json-input", "-", stdin=json.dumps(values))

    def _list(self, resource: str, filters: Mapping[str, str] | None, **query: str) -> Row:
        pairs = [("--filter", "=".join(pair)) for pair in (filters or {}).items()]
        pairs += [("--search" if name == "q" else f"--{name}", value) for name, value in query.items()]
        return self._json(resource, "list", *chain.from_iterable(pairs))

    def _json(self, resource: str, *words: str, stdin: str | None = None) -> Row:
        ran: Ran = self.person.cli(*resource.split("."), *words, "--json", stdin=stdin)
        if ran.code:
            raise Refused(CODES[ran.code], ran.stderr)
        found: Row = ran.json
        return found


def options(inputs: Mapping[str, Any]) -> list[str]:
    """Inputs of an action as options."""
    pairs = ((f"--{name.replace('_', '-')}", as_word(value)) for name, value in inputs.items())
    return list(chain.from_iterable(pairs))


def as_word(value: Any) -> str:
    """A value as it is typed."""
    return value if isinstance(value, str) else json.dumps(value)


DOORS: Mapping[str, Callable[[Person], Door]] = {"api": Api, "cli": CommandLine}


def names(rows: Sequence[Row]) -> list[Any]:
    """The names of records."""
    return [row["name"] for row in rows]
