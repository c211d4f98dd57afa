"""Panels of plugins on pages of records and on the start page; where one fails there is a notice."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from core.contracts.base import Record
from core.contracts.pages import Panel
from core.contracts.resources import Values
from core.data.session import savepoint
from core.errors import NotFound, PluginFault
from core.labels import translations

if TYPE_CHECKING:
    from core.services.work import Work

_ = translations("core")

HOOK = "panels"
MOST_EAGER = 3
SURROUNDINGS = ("shell", "visit", "show", "can", "once")
"""What stands in every template, in those of panels too."""

FAILED = _("The plugin {name} could not show this.")
WRONG = "load answered {kind} where a mapping is expected"


@dataclass(frozen=True, eq=False, slots=True)
class Placed:
    """A panel in its place. `values` are those of its template; None: it is loaded when it is looked at."""

    owner: str
    panel: Panel
    values: Mapping[str, Any] | None = None
    failed: bool = False

    @property
    def name(self) -> str:
        """Its full name, which stands in addresses."""
        return f"{self.owner}.{self.panel.name}"


@dataclass(frozen=True, eq=False, slots=True)
class Panels:
    """The panels of a page, by slot; `draw` makes HTML of one, `at` its address of its name."""

    placed: Sequence[Placed]
    draw: Callable[[Context, Placed], Markup]
    at: Callable[[str], str]

    def of(self, slot: str) -> list[Placed]:
        """Those of one slot, in their order."""
        return [item for item in self.placed if item.panel.slot == slot]


def panels_of(work: Work, model: type[Record] | None, row: Values, at: Callable[[str], str]) -> Panels:
    """The panels of a record's page (of the start page without a model).

    The first three that want to be seen at once are loaded.
    """
    found, eager = [], 0
    for owner, panel in offered(work, model):
        now = panel.eager and panel.slot != "tab" and eager < MOST_EAGER
        eager += now
        found.append(loaded(work, row, owner, panel) if now else Placed(owner, panel))
    return Panels(found, drawing(work), at)


def offered(work: Work, model: type[Record] | None) -> Iterator[tuple[str, Panel]]:
    """The panels for records of this kind that the actor may see."""
    for owner, panel in work.registry.panels:
        if panel.of is model and work.actor.reach(panel.permission) is not None:
            yield owner, panel


def panel_called(work: Work, model: type[Record] | None, row: Values, name: str) -> Placed:
    """A panel by its full name, loaded; NotFound if there is none for this actor."""
    for owner, panel in offered(work, model):
        if f"{owner}.{panel.name}" == name:
            return loaded(work, row, owner, panel)
    raise NotFound


def loaded(work: Work, row: Values, owner: str, panel: Panel) -> Placed:
    """Load a panel; one that fails is recorded, and hurts nothing else on the page."""
    try:
        with savepoint(work.session):
            values = work.hooks.ask(owner, HOOK, _load, panel, work, row)
    except PluginFault:
        return Placed(owner, panel, failed=True)
    return Placed(owner, panel, values)


def _load(panel: Panel, work: Work, row: Mapping[str, Any]) -> Mapping[str, Any]:
    found = panel.load(work, row)
    if not isinstance(found, Mapping):
        raise TypeError(WRONG.format(kind=type(found).__name__))
    return found


def drawing(work: Work) -> Callable[[Context, Placed], Markup]:
    """What renders a panel's template; a failure of it becomes the notice that it is."""
    failed = work.hooks.failed

    @pass_context
    def draw(context: Context, placed: Placed) -> Markup:
        if not placed.failed:
            try:
                return _rendered(context, placed)
            except Exception as error:  # noqa: BLE001  # a plugin's template may fail in any way
                failed(placed.owner, HOOK, error)
        text = context.environment.filters["label"](FAILED.fill(name=placed.owner))
        notice: Markup = context["ui"].notice(text, tone="orange")
        return notice

    return draw


def _rendered(context: Context, placed: Placed) -> Markup:
    template = context.environment.get_template(placed.panel.template)
    around = {name: context[name] for name in SURROUNDINGS if name in context}
    return Markup(template.render({**around, **(placed.values or {})}))  # noqa: S704  # it escapes its values
