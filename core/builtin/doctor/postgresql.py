"""Checks of PostgreSQL."""

from __future__ import annotations

from core.builtin.doctor.versions import postgresql_faults, written
from core.contracts.doctor import Check, Finding
from core.data.health import parameters, server_time
from core.labels import translations
from core.services.clock import utc_now
from core.services.work import Work

_ = translations("core")

OLDEST = (14, 0)
APART = 5
"""Seconds between two clocks."""

DURABLE = {"fsync": "on", "full_page_writes": "on"}
LOST_COMMITS = ("off",)
IN_THE_FILE = _("Set it in postgresql.conf, and reload or restart PostgreSQL.")


def _settings(work: Work, *names: str) -> dict[str, str]:
    """Nothing, where the database is none of PostgreSQL."""
    if work.app.database.kind != "postgresql":
        return {}
    with work.app.database.reading() as connection:
        return parameters(connection, names)


def version(work: Work) -> Finding | None:
    """Old ones, and known faults."""
    number = int(_settings(work, "server_version_num").get("server_version_num", "0"))
    found = number // 10_000, number % 10_000
    if number and found < OLDEST:
        text = _("PostgreSQL {version} is too old.").fill(version=written(found))
        return Finding(text=text, fix=_("Update it to {version}.").fill(version=written(OLDEST)))
    return postgresql_faults(found) if number else None


def durability(work: Work) -> Finding | None:
    """What was answered must outlive a power cut."""
    found = _settings(work, *DURABLE, "synchronous_commit")
    wrong = {name: found[name] for name, wanted in DURABLE.items() if found and found[name] != wanted}
    if found.get("synchronous_commit") in LOST_COMMITS:
        wrong["synchronous_commit"] = found["synchronous_commit"]
    if not wrong:
        return None
    listed = ", ".join(f"{name} = {value}" for name, value in wrong.items())
    text = _("A power cut can lose what was saved, or damage the database: {settings}.").fill(settings=listed)
    return Finding(text=text, fix=IN_THE_FILE)


def encoding(work: Work) -> Finding | None:
    """Every name of the world."""
    found = _settings(work, "server_encoding").get("server_encoding", "UTF8")
    if found == "UTF8":
        return None
    text = _("The database is encoded in {encoding}.").fill(encoding=found)
    fix = _("Move to a database that was made with ENCODING 'UTF8': guanxi db move, or backup and restore.")
    return Finding(text=text, fix=fix)


def connections(work: Work) -> Finding | None:
    """As many as all processes may want at once."""
    found = _settings(work, "max_connections", "superuser_reserved_connections")
    if not found:
        return None
    settings = work.app.settings
    allowed = int(found["max_connections"]) - int(found["superuser_reserved_connections"])
    needed = (settings.workers * settings.threads + settings.worker_processes) * 2
    if needed <= allowed:
        return None
    text = _("The processes may want {needed} connections; PostgreSQL allows {allowed}.")
    fix = _("Raise max_connections, or lower workers and threads.")
    return Finding(text=text.fill(needed=needed, allowed=allowed), fix=fix, severity="advice")


def clock(work: Work) -> Finding | None:
    """The clocks of both machines."""
    if work.app.database.kind != "postgresql":
        return None
    with work.app.database.reading() as connection:
        apart = abs((server_time(connection) - utc_now()).total_seconds())
    if apart <= APART:
        return None
    text = _("The clock of PostgreSQL's machine differs by {seconds} seconds.").fill(seconds=round(apart))
    return Finding(text=text, fix=_("Let the clocks of both machines be kept right (NTP)."))


CHECKS = (
    Check(name="core.postgresql_version", title=_("Version of PostgreSQL"), look=version),
    Check(name="core.postgresql_durability", title=_("Durability of PostgreSQL"), look=durability),
    Check(name="core.postgresql_encoding", title=_("Encoding of PostgreSQL"), look=encoding),
    Check(name="core.postgresql_connections", title=_("Connections of PostgreSQL"), look=connections),
    Check(name="core.postgresql_clock", title=_("Clock of PostgreSQL"), look=clock),
)
