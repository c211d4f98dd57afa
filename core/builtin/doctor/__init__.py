"""Core's own checks: those of the machine need only settings, the others the database."""

from core.builtin.doctor.backups import CHECKS as BACKUPS
from core.builtin.doctor.databases import CHECKS as DATABASES
from core.builtin.doctor.jobs import CHECKS as JOBS
from core.builtin.doctor.machine import CHECKS as MACHINE
from core.builtin.doctor.people import CHECKS as PEOPLE
from core.builtin.doctor.postgresql import CHECKS as POSTGRESQL
from core.builtin.doctor.records import CHECKS as RECORDS

__all__ = ["CHECKS", "MACHINE"]

CHECKS = (*DATABASES, *POSTGRESQL, *JOBS, *RECORDS, *BACKUPS, *PEOPLE)
