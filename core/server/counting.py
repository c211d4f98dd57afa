"""What the processes of one supervisor count together, for `/metrics`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from prometheus_client import CollectorRegistry, ProcessCollector
from prometheus_client.metrics_core import Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector


def of_all_processes() -> CollectorRegistry:
    """The numbers of all processes of this supervisor, asked by one of its children."""
    everything = CollectorRegistry()
    MultiProcessCollector(everything)  # type: ignore[no-untyped-call]
    everything.register(Processes())
    return everything


class Processes(Collector):
    """Memory, processor time and files of the supervisor and each of its children, on Linux."""

    def collect(self) -> Iterator[Metric]:
        """The usual numbers of a process, with its number as a label."""
        families: dict[str, Metric] = {}
        for pid in _processes(os.getppid()):
            for metric in ProcessCollector(pid=lambda pid=pid: pid, registry=None).collect():  # type: ignore[misc]
                family = families.setdefault(
                    metric.name, Metric(metric.name, metric.documentation, metric.type)
                )
                for sample in metric.samples:
                    family.add_sample(sample.name, {**sample.labels, "pid": str(pid)}, sample.value)
        yield from families.values()


def _processes(parent: int) -> list[int]:
    """A process and its children, as far as the system tells."""
    file = Path(f"/proc/{parent}/task/{parent}/children")
    children = file.read_text(encoding="ascii").split() if file.exists() else []
    return [parent, *map(int, children)]
