"""Checks of records: the search index, and the contents of attachments."""

from __future__ import annotations

from sqlalchemy import exists, func, select

from core.contracts.doctor import Check, Finding
from core.data.models import Customer, SearchEntry, StoredFile
from core.labels import translations
from core.services import settings
from core.services.attachments.attaching import store_of
from core.services.work import Work

_ = translations("core")

SAMPLE = 200
CUSTOMERS = "customers"


def search(work: Work) -> Finding | None:
    """The newest customers have words in the search index."""
    newest = select(Customer.id).order_by(Customer.id.desc()).limit(SAMPLE).subquery()
    entry = exists().where(SearchEntry.resource == CUSTOMERS, SearchEntry.record_id == newest.c.id)
    count = work.session.scalar(select(func.count()).select_from(newest).where(~entry))
    if not count:
        return None
    text = _("{count} of the newest {sample} customers are not in the search index.")
    return Finding(text=text.fill(count=count, sample=SAMPLE), fix=_("Run guanxi db reindex."))


def attachments(work: Work) -> Finding | None:
    """The newest contents are in the file store, and have their size."""
    store = store_of(work.app)
    newest = select(StoredFile.sha256, StoredFile.size).order_by(StoredFile.stored_at.desc()).limit(SAMPLE)
    lost = 0
    for sha256, size in work.session.execute(newest):
        path = store.path(sha256)
        lost += not path.is_file() or path.stat().st_size != size
    if not lost:
        return None
    text = _("The contents of {count} of the newest {sample} attachments are missing or cut.")
    fix = _("Take the files from a backup: they are in its folder files, under the same names.")
    return Finding(text=text.fill(count=lost, sample=SAMPLE), fix=fix)


def company(work: Work) -> Finding | None:
    """What numbers and totals need."""
    missing = [name for name in ("core.country", "core.currency") if not settings.get(work, name)]
    if not missing:
        return None
    text = _("The company has not said its {names}.").fill(names=", ".join(missing))
    fix = _("Run guanxi settings set {name}.").fill(name=missing[0])
    return Finding(text=text, fix=fix, severity="advice")


CHECKS = (
    Check(name="core.search", title=_("Search index"), look=search),
    Check(name="core.attachments", title=_("Contents of attachments"), look=attachments),
    Check(name="core.company", title=_("Settings of the company"), look=company),
)
