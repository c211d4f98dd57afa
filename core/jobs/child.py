"""A child of the supervisor: `python -m core.jobs.child ORDER` does jobs."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager

from core.data.engine import Database
from core.host.watching import SharedWatch
from core.jobs.engine import Engine
from core.jobs.figures import Figures
from core.jobs.metrics import answer
from core.jobs.worker import Worker
from core.server.beginning import begin, found, keep_for_good
from core.server.orders import ChildOrder
from core.server.parent import Parent
from core.server.pulse import Pulse
from core.services.jobs.claimed import Claimed
from core.services.process_roles import WORKER
from core.services.work import App

APPLICATION = "core.working:working"


def work(order: ChildOrder, parent: Parent, database: Database) -> None:
    """Make the application, register this process, work, end."""
    watch = SharedWatch(order.memory)
    app: App = found(APPLICATION)(watch)
    keep_for_good()

    def limited(claimed: Claimed) -> AbstractContextManager[None]:
        return watch.limited(claimed.job.name.partition(".")[0], claimed.job.name, claimed.job.seconds)

    with Pulse(app, database, parent, WORKER, order.gone) as pulse:
        engine = Engine(app, database, process_id=pulse.process.id, limited=limited, figures=Figures())
        worker = Worker(app, engine)
        parent.serve(worker.drain, order.drain_seconds, pulse.tell_generation, pulse.beat, engine.renew)
        worker.end_after(order.drain_seconds)
        if order.listener is not None:
            answer(order.listener)
        pulse.ready()
        worker.run()
    app.close()


if __name__ == "__main__":
    begin(ChildOrder.decode(sys.argv[1]), work)
