"""The job: everything is examined, then all likely duplicates are found."""

from __future__ import annotations

from sqlalchemy import func, select

from core.plugin_api import Contact, Customer, JobRun, Work, records
from plugins.data_quality.services import pairs, profiles
from plugins.data_quality.services.examining import examine
from plugins.data_quality.services.finding import find
from plugins.data_quality.services.likeness import Profile
from plugins.data_quality.services.settings_of import rules_of

PART = 50
"""Records examined in one transaction: a millisecond each, while nobody else writes to SQLite."""

READ_AT_ONCE = 20_000


def examine_all(run: JobRun) -> dict[str, int]:
    """Find the duplicates among all customers, then examine everything: being there twice counts too."""
    found = find_all(run)
    return {**found, **{resource: _examine(run, resource, model) for resource, model in KINDS}}


KINDS = (("customers", Customer), ("contacts", Contact))


def _examine(run: JobRun, resource: str, model: type[Customer] | type[Contact]) -> int:
    with run.reading() as work:
        total = work.session.scalar(select(func.count()).select_from(model)) or 0
    last, done = 0, 0
    while True:
        with run.work(resource) as work:
            ids = list(
                work.session.scalars(select(model.id).where(model.id > last).order_by(model.id).limit(PART))
            )
            examine(work, resource, records.load(work, work.registry.type_of(resource), ids))
        if not ids:
            return done
        last, done = ids[-1], done + len(ids)
        run.progress(done, total, resource)


def find_all(run: JobRun) -> dict[str, int]:
    """Find all likely duplicates; reading and comparing keep nobody from writing."""
    with run.reading() as work:
        everybody, least = read_everybody(work), rules_of(work).likeness
    return pairs.keep(run, find(everybody, least))


def read_everybody(work: Work) -> list[Profile]:
    """The profiles of all visible customers."""
    found: list[Profile] = []
    while part := profiles.read_all(work, found[-1].id if found else 0, READ_AT_ONCE):
        found += part
    return found
