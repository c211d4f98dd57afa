"""What `/metrics` says about the jobs that this process has done."""

from __future__ import annotations

from prometheus_client import Counter, Histogram

SECONDS = (0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 10.0, 30.0, 60.0, 300.0, 1800.0)


class Figures:
    """Counters by job; one for each process."""

    def __init__(self) -> None:
        self._attempts = Counter(
            "guanxi_job_attempts", "Attempts at jobs, by how they ended.", ("job", "ending")
        )
        self._seconds = Histogram("guanxi_job_seconds", "How long attempts took.", ("job",), buckets=SECONDS)

    def count(self, job: str, ending: str, seconds: float) -> None:
        """Count an attempt that has ended."""
        self._attempts.labels(job, ending).inc()
        self._seconds.labels(job).observe(seconds)
