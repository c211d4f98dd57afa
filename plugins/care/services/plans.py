"""Plans as values of the rule, in the unit of each asset."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from sqlalchemy import select

from core.plugin_api import Work
from plugins.assets.public import converted, convertible
from plugins.care.models import Plan, PlanTask
from plugins.care.services import rule


@dataclass(frozen=True, slots=True)
class Known:
    """A plan with what is asked of it besides the rule; `meter_unit` is empty for plans by time only."""

    id: int
    name: str
    way: str
    meter_unit: str
    rule: rule.Plan
    titles: Mapping[str, str]
    active: bool

    @property
    def reminds(self) -> bool:
        """Whether anything happens when something is due."""
        return self.active and self.way != "none"


@dataclass(eq=False)
class Plans:
    """Plans that were read already, and the same in other units."""

    known: dict[int, Known] = field(default_factory=dict)
    told: dict[tuple[int, str], rule.Plan] = field(default_factory=dict)

    def read(self, work: Work, ids: Collection[int]) -> None:
        """Read those that are not known yet, in two statements."""
        new = sorted(set(ids) - self.known.keys())
        if not new:
            return
        tasks: dict[int, list[PlanTask]] = {id: [] for id in new}
        lines = select(PlanTask).where(PlanTask.plan_id.in_(new)).order_by(PlanTask.position, PlanTask.id)
        for line in work.session.scalars(lines):
            tasks[line.plan_id].append(line)
        for plan in work.session.scalars(select(Plan).where(Plan.id.in_(new))):
            self.known[plan.id] = _known(plan, tasks[plan.id])

    def in_unit(self, id: int, unit: str) -> rule.Plan:
        """The plan as the rule takes it, for something whose meter counts in `unit`."""
        if (id, unit) not in self.told:
            self.told[id, unit] = _told(self.known[id], unit)
        return self.told[id, unit]


def _known(plan: Plan, lines: list[PlanTask]) -> Known:
    tasks = tuple(
        rule.Task(line.code, line.every, line.months, line.first, line.first_months, line.once)
        for line in lines
    )
    as_rule = rule.Plan(tasks, plan.default_per_year, plan.lead_days, plan.lead_distance)
    titles = {line.code: line.title or line.code for line in lines}
    return Known(plan.id, plan.name, plan.way, plan.meter_unit or "", as_rule, titles, plan.active)


def _told(plan: Known, unit: str) -> rule.Plan:
    """Converted value by value; what counts something else, or nothing, has its legs of time only."""
    if unit == plan.meter_unit:
        return plan.rule
    if unit and plan.meter_unit and convertible(plan.meter_unit, unit):
        return rule.converted_plan(plan.rule, lambda value: converted(value, plan.meter_unit, unit))
    return rule.without_use(plan.rule)
