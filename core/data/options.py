"""What can be set about the connections to a database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Role = Literal["reader", "writer", "migrator"]

READS = "guanxi_reads"
"""The option of connections that only read."""


@dataclass(frozen=True, slots=True)
class DatabaseOptions:
    """Numbers for one process's connections; times are seconds.

    `prepare_threshold` is psycopg's: after how many runs a statement is prepared on the server; None (never)
    is what pgbouncer in transaction mode needs.
    """

    threads: int = 4
    lock_timeout: float = 10.0
    statement_timeout: float = 30.0
    prepare_threshold: int | None = 5
