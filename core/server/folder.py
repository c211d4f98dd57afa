"""The supervisor's temporary folder: the numbers that its children count for `/metrics` together."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
"""Where prometheus_client keeps the numbers of several processes; it reads this when it is imported."""


class Folder:
    """A folder of files that children map into their memory; removed at the end."""

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix="guanxi-serve-"))

    def forget(self, place: int) -> None:
        """Drop what a child measured of the moment; what it counted stays, and its successor counts on."""
        for file in self.path.glob(f"gauge_live*_{place}.db"):
            file.unlink(missing_ok=True)

    def remove(self) -> None:
        """Remove it; children that still live have what they need in their memory."""
        shutil.rmtree(self.path, ignore_errors=True)
