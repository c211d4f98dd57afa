"""Taking a run back that is all or nothing: the general undo, by the system and at once."""

from __future__ import annotations

from sqlalchemy import select

from core.contracts.work import Actor
from core.data.models.operation import Operation
from core.services.importing.runs import Run
from core.services.importing.task import Task
from core.services.undo import managing


def undo(task: Task, run: Run) -> list[str]:
    """Take back what a run has written; answers the records that had to stay as they are."""
    app = task.app
    # The system acts: who may import need not be let undo other things.
    actor = Actor(name=task.actor.name, door=task.actor.door)
    with app.reading(actor) as work:
        id = work.session.scalars(select(Operation.id).where(Operation.cause == run.cause)).one()
    undoing = managing.undoing(app, lambda: app.work(actor), lambda: app.reading(actor), id)
    undoing.go()
    return list(undoing.kept.examples())
