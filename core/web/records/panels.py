"""Panels of plugins on pages of records: which there are, what is in them, and a notice where one fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from core.contracts.pages import Panel
from core.data.session import savepoint
from core.errors import NotFound, PluginFault
from core.labels import translations
from core.web.records.subject import Subject

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
    """The panels of a page, by slot; `draw` makes HTML of one."""

    placed: Sequence[Placed]
    draw: Callable[[Context, Placed], Markup]

    def of(self, slot: str) -> list[Placed]:
        """Those of one slot, in their order."""
        return [item for item in self.placed if item.panel.slot == slot]


def panels_of(work: Work, subject: Subject) -> Panels:
    """The panels of a record's page; the first three that want to be seen at once are loaded."""
    found, eager = [], 0
    for owner, panel in offered(work, subject):
        now = panel.eager and panel.slot != "tab" and eager < MOST_EAGER
        eager += now
        found.append(loaded(work, subject, owner, panel) if now else Placed(owner, panel))
    return Panels(found, drawing(work))


def offered(work: Work, subject: Subject) -> Iterator[tuple[str, Panel]]:
    """The panels for records of this kind that the actor may see."""
    for owner, panel in work.registry.panels:
        if panel.of is subject.record_type.model and work.actor.reach(panel.permission) is not None:
            yield owner, panel


def panel_called(work: Work, subject: Subject, name: str) -> Placed:
    """A panel by its full name, loaded; NotFound if there is none for this actor."""
    for owner, panel in offered(work, subject):
        if f"{owner}.{panel.name}" == name:
            return loaded(work, subject, owner, panel)
    raise NotFound


def loaded(work: Work, subject: Subject, owner: str, panel: Panel) -> Placed:
    """Load a panel; one that fails is recorded, and hurts nothing else on the page."""
    try:
        with savepoint(work.session):
            values = work.hooks.ask(owner, HOOK, _load, panel, work, subject.row)
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
