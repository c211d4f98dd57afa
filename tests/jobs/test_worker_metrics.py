"""A worker beside the server tells its numbers itself, whichever of its processes is asked."""

import re
import socket

import pytest

from core.services.work import App
from core.testing.cli import Cli
from tests.jobs.conftest import Work, end, enqueue, job
from tests.servers import Server, eventually, fetch

pytestmark = pytest.mark.databases("sqlite")

ADDRESS = re.compile(r"http://([^:]+):(\d+)/metrics")


def address(worker: Server) -> tuple[str, int]:
    """Where it tells them."""
    found = eventually(lambda: ADDRESS.search(worker.log.read_text(encoding="utf-8")))
    assert found is not None
    return found[1], int(found[2])


def metrics(worker: Server) -> str:
    host, port = address(worker)
    answer = fetch(f"http://{host}:{port}/metrics")
    assert answer.headers["content-type"].startswith("text/plain")
    return answer.text


def test_attempts_of_all_processes_are_counted_together(app: App, worker: Work) -> None:
    working = worker(processes=2, worker_metrics_port=0)
    ids = enqueue(app, "effect", *[{"n": n} for n in range(6)])
    eventually(lambda: {job(app, id).state for id in ids} == {"done"})
    told = eventually(lambda: _with_all(metrics(working)))
    assert 'guanxi_job_seconds_count{job="works.effect"} 6.0' in told
    assert {f'pid="{pid}"' in told for pid in (working.process.pid, *working.children())} == {True}
    end(working)


def _with_all(told: str) -> str:
    return told if 'guanxi_job_attempts_total{ending="done",job="works.effect"} 6.0' in told else ""


def test_whoever_connects_and_says_nothing_keeps_nobody_from_asking(app: App, worker: Work) -> None:
    working = worker(worker_metrics_port=0)
    with socket.create_connection(address(working)):
        assert "process_resident_memory_bytes" in metrics(working)
    end(working)


def test_a_port_that_is_taken_is_refused_at_once(cli: Cli) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        refused = cli("worker", "--metrics-port", str(port))
    assert refused.code == 1
    assert f"127.0.0.1:{port} cannot be served on." in refused.stderr
    assert "--metrics-port" in refused.stderr
