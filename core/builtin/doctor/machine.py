"""Checks of the machine and the folder; they need settings only, so they run without a database, too."""

from __future__ import annotations

import os
import resource
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from core.builtin.doctor.versions import python_faults, sqlite_faults
from core.config import FILE_NAME, Settings
from core.contracts.doctor import Check, Finding
from core.data.engine import parse_url
from core.data.whole_sqlite import SIDE_FILES
from core.labels import translations
from core.services.clock import utc_now

_ = translations("core")

LITTLE = 2**30
"""Bytes of a disk that are too few, or twice the database, if that is more."""

MOST_LOG = 50 * 2**20
FEWEST_FILES = 1024
A_DAY = 86400
ZONES = ("Asia/Shanghai", "Europe/Berlin", "America/New_York", "UTC")
NETWORK = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "afs", "glusterfs", "fuse.s3fs"})
LOCAL = frozenset({"127.0.0.1", "::1", "localhost"})
DRAFTS = ("*.draft", ".restoring-*", ".guanxi-*", "archives/*.draft")


def python(settings: Settings) -> Finding | None:
    """Known faults of this version of Python."""
    return python_faults(sys.version_info[:3])


def sqlite(settings: Settings) -> Finding | None:
    """Known faults of this version of SQLite, if it is used."""
    return sqlite_faults(sqlite3.sqlite_version_info) if _sqlite_file(settings) else None


def home(settings: Settings) -> Finding | None:
    """Who else may read and write in the folder of the installation."""
    path = settings.home
    if not path.is_dir():
        return Finding(text=_("There is no folder {path}.").fill(path=path), fix=_("Run guanxi init."))
    if not os.access(path, os.W_OK):
        text = _("The folder {path} cannot be written to.").fill(path=path)
        return Finding(text=text, fix=_("Run guanxi as the user to whom it belongs."))
    if path.stat().st_mode & 0o007:
        text = _("Every user of this machine can look into {path}.").fill(path=path)
        return Finding(text=text, fix=_("Run chmod o-rwx {path}.").fill(path=path))
    return None


def secret_key(settings: Settings) -> Finding | None:
    """Whether there is one; its mode is looked at whenever settings are read."""
    if settings.secret_key:
        return None
    return Finding(text=_("There is no secret key."), fix=_("Run guanxi init, which makes one."))


def configuration(settings: Settings) -> Finding | None:
    """A file that may hold a password is for its user only."""
    path = settings.home / FILE_NAME
    if not path.is_file() or not path.stat().st_mode & 0o077:
        return None
    text = _("Other users can read {path}, which may hold a password.").fill(path=path)
    return Finding(text=text, fix=_("Run chmod 600 {path}.").fill(path=path))


def database_file(settings: Settings) -> Finding | None:
    """The database is for its user only."""
    path = _sqlite_file(settings)
    if not path or not path.exists() or not (path.stat().st_mode & path.parent.stat().st_mode & 0o007):
        return None
    text = _("Every user of this machine can read {path}.").fill(path=path)
    return Finding(text=text, fix=_("Run chmod 600 {path}.").fill(path=path))


def disk(settings: Settings) -> Finding | None:
    """Enough for the database to grow, and for a copy of it."""
    file = _sqlite_file(settings)
    size = file.stat().st_size if file and file.exists() else 0
    for folder in {settings.home, file.parent if file else settings.home}:
        free = shutil.disk_usage(folder).free if folder.is_dir() else LITTLE
        if free < max(LITTLE, 2 * size):
            text = _("Only {free} MB are free in {path}.").fill(free=f"{free / 1e6:,.0f}", path=folder)
            return Finding(text=text, fix=_("Make room, or put the database on a larger disk."))
    return None


def network_disk(settings: Settings) -> Finding | None:
    """SQLite's locks and log do not work over a network."""
    file = _sqlite_file(settings)
    kind = _file_system(file.parent) if file else ""
    if kind not in NETWORK:
        return None
    text = _("The database {path} lies on a network share ({kind}).").fill(path=file, kind=kind)
    return Finding(text=text, fix=_("Put it on a local disk, or use PostgreSQL: guanxi db move"))


def open_files(settings: Settings) -> Finding | None:
    """Every connection is an open file."""
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    if limit >= FEWEST_FILES or limit == resource.RLIM_INFINITY:
        return None
    text = _("A process may open only {count} files.").fill(count=limit)
    fix = _("Raise the limit to at least {count}: ulimit -n, or LimitNOFILE of the service.")
    return Finding(text=text, fix=fix.fill(count=FEWEST_FILES), severity="advice")


def encoding(settings: Settings) -> Finding | None:
    """Names of files in any language."""
    found = sys.getfilesystemencoding()
    if found.replace("-", "").lower() == "utf8":
        return None
    text = _("Names of files are written in {encoding}.").fill(encoding=found)
    return Finding(text=text, fix=_("Set LC_ALL to C.UTF-8."))


def time_zones(settings: Settings) -> Finding | None:
    """Whether time zones are known."""
    for name in ZONES:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, OSError) as error:
            text = _("The time zone {name} is not known: {error}").fill(name=name, error=error)
            return Finding(text=text, fix=_("Install the package tzdata."))
    return None


def drafts(settings: Settings) -> Finding | None:
    """What killed backups and restores have left."""
    before = utc_now().timestamp() - A_DAY
    found = [path for path in _drafts(settings.home) if path.stat().st_mtime < before]
    if not found:
        return None
    text = _("Processes that were killed have left {names}.").fill(names=", ".join(map(str, found[:5])))
    return Finding(text=text, fix=_("Remove them."), severity="advice")


def lock_files(settings: Settings) -> Finding | None:
    """Files that SQLite and writers keep beside a database, without the database."""
    found = [path for suffix in SIDE_FILES for path in settings.home.glob(f"*{suffix}")]
    lonely = [path for path in found if not _database_of(path).exists()]
    if not lonely:
        return None
    text = _("There is no database beside {names}.").fill(names=", ".join(map(str, sorted(lonely)[:5])))
    return Finding(text=text, fix=_("Remove them, unless the database was only moved away for a moment."))


def fault_log(settings: Settings) -> Finding | None:
    """The log of faults, which nobody shortens."""
    path = settings.home / "log" / "faults.log"
    if not path.is_file() or path.stat().st_size < MOST_LOG:
        return None
    text = _("The log {path} is larger than {size} MB.").fill(path=path, size=MOST_LOG // 2**20)
    return Finding(text=text, fix=_("Look what it holds, report it, and remove it."), severity="advice")


def workers(settings: Settings) -> Finding | None:
    """More processes than processors are slower."""
    processors = len(os.sched_getaffinity(0))
    if settings.workers <= 2 * processors:
        return None
    text = _("{workers} processes serve on {processors} processors.")
    text = text.fill(workers=settings.workers, processors=processors)
    fix = _("Run guanxi config set workers {processors}.").fill(processors=processors)
    return Finding(text=text, fix=fix, severity="advice")


def address(settings: Settings) -> Finding | None:
    """Guanxi itself does not encrypt."""
    if settings.host in LOCAL:
        return None
    text = _("The server listens at {host}, which others reach without encryption.").fill(host=settings.host)
    fix = _("Put a proxy with TLS before it, and let it listen at 127.0.0.1.")
    return Finding(text=text, fix=fix, severity="advice")


def safe_mode(settings: Settings) -> Finding | None:
    """Plugins that nobody meant to leave out."""
    if not settings.safe:
        return None
    text = _("Guanxi runs without plugins ({origin}).").fill(origin=settings.explain("safe").origin)
    return Finding(text=text, fix=_("Run guanxi config set safe --default."))


def _sqlite_file(settings: Settings) -> Path | None:
    url = parse_url(settings.database_url)
    return Path(url.database).absolute() if url.get_backend_name() == "sqlite" and url.database else None


def _file_system(folder: Path) -> str:
    """The kind of file system that a folder lies on; empty where the machine does not tell."""
    mounts = Path("/proc/self/mounts")
    lines = mounts.read_text(encoding="utf-8").splitlines() if mounts.exists() else []
    found = {Path(parts[1].replace("\\040", " ")): parts[2] for parts in map(str.split, lines)}
    return next((found[each] for each in (folder, *folder.parents) if each in found), "")


def _drafts(home: Path) -> Iterator[Path]:
    for pattern in DRAFTS:
        yield from home.glob(pattern)


def _database_of(path: Path) -> Path:
    name = next(path.name.removesuffix(suffix) for suffix in SIDE_FILES if path.name.endswith(suffix))
    return path.with_name(name)


CHECKS = (
    Check(name="core.python", title=_("Version of Python"), look=python),
    Check(name="core.sqlite", title=_("Version of SQLite"), look=sqlite),
    Check(name="core.home", title=_("Folder of the installation"), look=home),
    Check(name="core.secret_key", title=_("Secret key"), look=secret_key),
    Check(name="core.configuration_file", title=_("Mode of guanxi.toml"), look=configuration),
    Check(name="core.database_file", title=_("Mode of the database file"), look=database_file),
    Check(name="core.disk", title=_("Free disk"), look=disk),
    Check(name="core.network_disk", title=_("Kind of disk"), look=network_disk),
    Check(name="core.open_files", title=_("Limit of open files"), look=open_files),
    Check(name="core.encoding", title=_("Encoding of file names"), look=encoding),
    Check(name="core.time_zones", title=_("Time zone data"), look=time_zones),
    Check(name="core.drafts", title=_("Files left by killed processes"), look=drafts),
    Check(name="core.lock_files", title=_("Lock files without a database"), look=lock_files),
    Check(name="core.fault_log", title=_("Size of the log of faults"), look=fault_log),
    Check(name="core.workers", title=_("Processes and processors"), look=workers),
    Check(name="core.address", title=_("Address and encryption"), look=address),
    Check(name="core.safe_mode", title=_("Safe mode"), look=safe_mode),
)
