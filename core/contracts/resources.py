"""`Resource`: one declaration of a record type, from which every door is made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from core.contracts.base import Child, Extra, Record
from core.errors import FieldError
from core.labels import Label

if TYPE_CHECKING:
    from sqlalchemy.orm import MappedColumn


Values = Mapping[str, Any]
"""A record as flat names and plain values."""

Check = Callable[[Values], Mapping[str, FieldError]]
"""A rule over the whole record: what is wrong, by field; empty when nothing is."""

Place = Literal["main", "administration", ""]
"""Where the menu names a kind of records: among the daily ones, among those of admins, or nowhere."""

ALL_VERBS = frozenset({"list", "read", "create", "update", "delete", "import", "export"})


@dataclass(frozen=True, kw_only=True)
class Children:
    """Lines of a record, edited with it in one request: `name` is their key in JSON."""

    model: type[Child]
    name: str
    title: Label


@dataclass(frozen=True, kw_only=True)
class Sort:
    """A sort over several fields, offered by name; `-` goes down. Its model declares the index."""

    name: str
    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Transitions:
    """The life of a status field: from which value to which, and which fields must be filled to enter one."""

    initial: tuple[str, ...]
    moves: Mapping[str, tuple[str, ...]]
    needs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Reach:
    """Which columns say whose a record is.

    `owner` and `unit` are attributes of the model; `team` is a child with `user_id` (the customer's team),
    `sites` a child with `unit_id` (the places where the record is used too).
    """

    owner: str = ""
    unit: str = ""
    team: type[Child] | None = None
    sites: type[Child] | None = None


@dataclass(frozen=True, kw_only=True)
class Spare:
    """Lines that take over a value of a lost record that the kept one has no room for.

    `fields` leads from the record's fields to the line's: a second telephone becomes a further one.
    """

    lines: str
    fields: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Merging:
    """That two records of a kind can be merged, and what is to be known for it beside the fields.

    `together`: fields that mean something only as a whole (an address), which are never mixed. `propose`
    answers, from the kept and the lost record, values that stand unless the caller chooses otherwise.
    """

    together: tuple[tuple[str, ...], ...] = ()
    spare: tuple[Spare, ...] = ()
    propose: Callable[[Values, Values], Values] | None = None


@dataclass(frozen=True, kw_only=True)
class Action:
    """Something that can be done with one record (or, `on="collection"`, with the resource as a whole).

    It is a button, a palette entry, `POST /{resource}/{id}/{name}` and a CLI verb at once.
    `run(work, id, inputs)` gets None as id on a collection, and returns what the caller is answered: the id
    of a record, or a mapping. `secret`: the answer is shown once and kept nowhere.
    """

    name: str
    title: Label
    permission: str
    # Any: functions of core ask for core's own `Work`, which has more than the protocol.
    run: Callable[[Any, int | None, Values], Any]
    inputs: Mapping[str, MappedColumn[Any]] = field(default_factory=dict)
    on: Literal["record", "collection"] = "record"
    answers: Literal["record", "mapping"] = "record"
    secret: bool = False


@dataclass(frozen=True, kw_only=True)
class Intake:
    """Documents that programs send as they are: `POST /{resource}/receive` of the API, the document as body.

    `takes` are the media types of bodies, `most_bytes` is looked at before more is read (413 beyond). What
    `run(work, document)` returns, a mapping, is the answer; it is called in one transaction.
    """

    title: Label
    permission: str
    takes: tuple[str, ...]
    most_bytes: int
    # Any: functions of core ask for core's own `Work`, which has more than the protocol.
    run: Callable[[Any, Document], Values]


@dataclass(frozen=True, slots=True)
class Document:
    """A document that arrived: its bytes, its name (empty if it was sent without one), and whose it is.

    `account` is what the sender calls itself, by the parameter `account`.
    """

    content: bytes
    name: str = ""
    account: str = ""


@dataclass(frozen=True, kw_only=True)
class View:
    """A ready-made view of a list, for everybody who may see all that it shows.

    It is known as `<owner>.<name>`; `where` is a filter tree, `sort` one of the record type's sorts,
    `columns` the fields that are shown (those of an extension by their full names), `group` the one by which
    rows are grouped. What is left out is as in the list itself.
    """

    name: str
    title: Label
    where: Values | None = None
    sort: str = ""
    columns: tuple[str, ...] = ()
    group: str = ""

    @property
    def definition(self) -> dict[str, Any]:
        """The same as a saved view holds it."""
        columns = list(self.columns)
        parts = {"where": self.where, "sort": self.sort, "group": self.group, "columns": columns}
        return {name: part for name, part in parts.items() if part}


@dataclass(frozen=True, kw_only=True)
class Section:
    """Fields that stand together in forms and on the record's page, under a title."""

    title: Label
    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """How records stand in a calendar: at `by`, a day or moment that lists can be sorted by.

    Moving one changes the first of `moves` that has a value (without any named: `by` itself), and `end` with
    it, where there is one.
    """

    by: str
    moves: tuple[str, ...] = ()
    end: str = ""


@dataclass(frozen=True, kw_only=True)
class Variant:
    """What records with one value of a choice have that others have not: a person has a birthday.

    Forms hide the fields of `only` from records with another value, and mark those of `needs` as required;
    the rules themselves are `checks`.
    """

    field: str
    value: str
    only: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Resource:
    """A kind of record with all that its doors need.

    `name` is plural and lower case (`customers`); a plugin's resource is addressed `<plugin>.<name>` and
    `/<plugin>/<name>`. `key` is the field by which people and files name a record, `label` the field shown
    where it is named. `parent` names the reference that visibility follows. `verbs` are the general
    operations that it offers; `sorts` are the only orders it can be listed in. `mergeable` says that two can
    become one; `records.merge_actions` are the actions for it. `extensible` lets plugins that require this
    one put an `Extension` beside it. `intake` takes documents as programs send them. `views` are offered
    beside those that people save.

    On pages: `sections` group the fields of forms (what none names comes last), `first` are those that forms
    of new records begin with (the others are folded away), `variants` have fields of their own, `board` is
    the choice by which records can stand in columns, `calendar` how they stand in a calendar; `icon` is one
    of the sprite's, `place` is where the menu names it, `shortcut` the keys that lead there (`g c`).
    """

    model: type[Record]
    name: str = field(kw_only=True)
    title: Label = field(kw_only=True)
    singular: Label = field(kw_only=True)
    owner: str = field(default="core", kw_only=True)
    key: str = field(default="id", kw_only=True)
    label: str = field(default="name", kw_only=True)
    columns: tuple[str, ...] = field(default=(), kw_only=True)
    filters: tuple[str, ...] = field(default=(), kw_only=True)
    sorts: tuple[str | Sort, ...] = field(default=("id",), kw_only=True)
    default_sort: str = field(default="id", kw_only=True)
    parent: str = field(default="", kw_only=True)
    reach: Reach = field(default_factory=Reach, kw_only=True)
    children: tuple[Children, ...] = field(default=(), kw_only=True)
    transitions: Mapping[str, Transitions] = field(default_factory=dict, kw_only=True)
    checks: tuple[Check, ...] = field(default=(), kw_only=True)
    actions: tuple[Action, ...] = field(default=(), kw_only=True)
    intake: Intake | None = field(default=None, kw_only=True)
    verbs: frozenset[str] = field(default=ALL_VERBS, kw_only=True)
    taggable: bool = field(default=False, kw_only=True)
    extensible: bool = field(default=False, kw_only=True)
    mergeable: Merging | None = field(default=None, kw_only=True)
    views: tuple[View, ...] = field(default=(), kw_only=True)
    sections: tuple[Section, ...] = field(default=(), kw_only=True)
    first: tuple[str, ...] = field(default=(), kw_only=True)
    variants: tuple[Variant, ...] = field(default=(), kw_only=True)
    board: str = field(default="", kw_only=True)
    calendar: Calendar | None = field(default=None, kw_only=True)
    icon: str = field(default="folder", kw_only=True)
    place: Place = field(default="main", kw_only=True)
    shortcut: str = field(default="", kw_only=True)

    @property
    def full_name(self) -> str:
        """The name that is unique among all owners: `customers`, `sales.opportunities`."""
        return self.name if self.owner == "core" else f"{self.owner}.{self.name}"

    @property
    def path(self) -> str:
        """Its address under `/api/v1`: `customers`, `sales/opportunities`."""
        return self.full_name.replace(".", "/")

    def permission(self, action: str) -> str:
        """The permission string of an action: `core.customers.view`."""
        return f"{self.owner}.{self.name}.{action}"


@dataclass(frozen=True, eq=False, kw_only=True)
class Extension:
    """A plugin's own table beside records of an `extensible` kind: one row for a record, or none.

    Its fields are addressed `<plugin>.<field>` everywhere; JSON nests them:
    `{"extensions": {"utilities": {"credit_grade": "A"}}}`. A required field is required as soon as any other
    has a value, and defaults are filled in then. `sorts` are the fields that lists can be sorted by,
    `filters` those that they are usually filtered by; `checks` get the whole record; `views` are ready-made
    ones of the record's list. An amount names its
    currency by a field of the same extension. Sensitive fields need the record's own permission for their
    group (`core.customers.identity`).

    `derived`: machines work the rows out of other data. All fields are read-only; the plugin writes them with
    `records.derive`, which raises no version and leaves nothing in the journal; saving a record never does.
    """

    of: type[Record]
    model: type[Extra]
    title: Label
    owner: str = ""
    sorts: tuple[str, ...] = ()
    filters: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()
    views: tuple[View, ...] = ()
    derived: bool = False
