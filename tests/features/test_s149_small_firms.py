"""S149: it runs on one small machine, with no paid part and no database server."""

import re
from collections.abc import Iterable
from importlib.metadata import metadata
from pathlib import Path

import pytest

from core.testing.people import Hire
from tests.servers import ROOT, Serve

FREE = re.compile(r"MIT|BSD|Apache|ISC|MPL|PSF|Unlicense|LGPL|Lesser General|OSI Approved")


def lines_of(process: int, file: str) -> list[str]:
    """What Linux says of a process."""
    return Path(f"/proc/{process}/{file}").read_text(encoding="utf-8").splitlines()


def open_files(process: int) -> list[str]:
    """The files and sockets that a process holds."""
    return [str(item.readlink()) for item in Path(f"/proc/{process}/fd").iterdir() if item.is_symlink()]


def peers(process: int) -> Iterable[str]:
    """The addresses of others that a process is connected with, as Linux writes them."""
    sockets = {name[8:-1] for name in open_files(process) if name.startswith("socket:[")}
    for line in [*lines_of(process, "net/tcp")[1:], *lines_of(process, "net/tcp6")[1:]]:
        fields = line.split()
        if fields[9] in sockets and fields[3] == "01":  # established
            yield fields[2]


def memory(process: int) -> int:
    """The most that the process has ever held, in megabytes."""
    (line,) = (line for line in lines_of(process, "status") if line.startswith("VmHWM:"))
    return int(line.split()[1]) // 1024


@pytest.mark.databases("sqlite")
def test_s149_one_process_and_one_file_serve_a_small_firm(serve: Serve, hire: Hire) -> None:
    token = hire("anna", "administrator").api.headers["authorization"].removeprefix("Bearer ")
    server = serve(workers=1)
    with server.client(token) as client:
        answers = [client.post("/api/v1/customers", json={"name": f"C{n}"}) for n in range(50)]
        assert {answer.status_code for answer in answers} == {201}
        assert client.get("/api/v1/customers", params={"q": "C49"}).json()["count"] == 1
    supervisor, (child,) = server.process.pid, server.children()
    assert [*peers(supervisor), *peers(child)] == []
    assert any(name.endswith("guanxi.sqlite3") for name in open_files(child))
    assert memory(supervisor) + memory(child) < 200


def test_s149_every_part_is_free() -> None:
    locked = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    parts = re.findall(r"^([a-z0-9][\w.-]*)==", locked, re.MULTILINE | re.IGNORECASE)
    paid = [part for part in parts if not FREE.search(licence(part))]
    assert len(parts) > 20
    assert paid == []


def licence(part: str) -> str:
    """What a part says of its licence."""
    said = metadata(part)
    classifiers = [line for line in said.get_all("Classifier") or () if line.startswith("License")]
    named = [said[field][:100] for field in ("License-Expression", "License") if field in said]
    return " ".join([*named, *classifiers])
