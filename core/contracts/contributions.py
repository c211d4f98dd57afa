"""What an owner contributes beside its resources."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from core.contracts.work import Actor, ReachName
from core.labels import Label

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import MappedColumn

    from core.contracts.base import Base


@dataclass(frozen=True, kw_only=True)
class Permission:
    """A right that roles can grant, `<owner>.<resource>.<action>`, beyond a resource's general ones."""

    name: str
    title: Label


@dataclass(frozen=True, kw_only=True)
class RoleTemplate:
    """A role that `init` makes, or enabling its plugin: permissions and their reaches.

    `*` at the end of a permission stands for all that begin so. Without a title it adds to the role of this
    name, such as `salesperson`, what the plugin's users need; what that role grants already stays.
    """

    name: str
    title: Label | None = None
    grants: Mapping[str, ReachName]


def rights(resources: Iterable[str], actions: Iterable[str], reach: ReachName) -> dict[str, ReachName]:
    """The same actions on several resources with one reach, as `RoleTemplate.grants` takes them."""
    actions = tuple(actions)
    return {f"{resource}.{action}": reach for resource in resources for action in actions}


@dataclass(frozen=True, kw_only=True)
class ActivityType:
    """A kind of activity: `call`, `visit`; `channel` is filled in when the activity does not say one."""

    name: str
    title: Label
    icon: str = "circle"
    channel: str = ""


@dataclass(frozen=True, kw_only=True)
class Setting:
    """A value for the whole company: `name` is `<owner>.<key>`, `field` the column of a field helper.

    `secret`: a text such as a password. No door and no journal shows it; code reads it with `get_setting`.
    """

    name: str
    field: MappedColumn[Any]
    secret: bool = False


@dataclass(frozen=True, kw_only=True)
class VisibilityRule:
    """A further limit on a model: what its rows must satisfy for (actor, action), None for no limit."""

    model: type[Base]
    criterion: Callable[[Actor, str], ColumnElement[bool] | None]


@dataclass(frozen=True, kw_only=True)
class CommandGroup:
    """A Click command or group, as `module:attribute`, imported only when it is used.

    A module of the plugin's own may begin with a dot (`.commands:run`); without one it is that of the hooks.
    """

    name: str
    help: Label
    target: str


@dataclass(frozen=True, kw_only=True)
class DemoData:
    """Demo data of an owner: `load(app, actor, report)` is called by `guanxi demo`, once.

    `report(rows, share)` says how far it is and may raise to stop it; a load that was stopped is called
    again.
    """

    name: str
    title: Label
    load: Callable[..., None]
    after: Sequence[str] = field(default_factory=tuple)
