"""The rule and the numpy of the benchmark, written apart from each other, tell the same for a fleet."""

from datetime import date

from benchmarks import care_numpy
from benchmarks.care_fleet import AS_OF, LEGS, NAMES, PLANS, Car, cars
from plugins.care.public import Due, History, Plan, Service, Task, due_tasks

FLEET = list(cars(2_000))


def plan_of(car: Car) -> Plan:
    plan = PLANS[NAMES[car.plan]]
    tasks = tuple(Task(**{name: task.get(name) for name in ("code", *LEGS)}) for task in plan["tasks"])
    return Plan(tasks, plan["default_per_year"], plan["lead_days"], plan["lead_distance"])


def history_of(car: Car) -> History:
    day = date.fromordinal
    readings = [(day(on), value) for on, value in car.points]
    services = [Service(day(on), frozenset(codes), value) for on, value, codes in car.services]
    return History(day(car.start), readings, services)


def told(due: Due) -> tuple[int, ...]:
    days = due.due_date, due.soon_on, due.overdue_on
    return tuple(int(care_numpy.NEVER) if day is None else day.toordinal() for day in days)


def test_both_tell_the_same_for_every_task_of_a_fleet() -> None:
    for number, name in enumerate(NAMES):
        columns = care_numpy.columns_of(FLEET, number)
        found = care_numpy.outlook(columns, PLANS[name])
        mine = [car for car in FLEET if car.plan == number]
        for index, car in enumerate(mine):
            for due in due_tasks(plan_of(car), history_of(car), AS_OF):
                if due.state == "scheduled":
                    assert told(due) == tuple(int(each[index]) for each in found[due.code])
