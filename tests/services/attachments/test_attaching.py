"""Contents in the file store: each once, never lost to a removal at the same time, gone when in no use."""

import hashlib
import io
import tracemalloc
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from core.data.models import StoredFile
from core.errors import Forbidden, Invalid, NotFound
from core.services import records
from core.services.attachments import About, attach, content_of, remove_unused_files
from core.services.trash import empty_trash
from core.services.work import App
from core.testing.app import Clock, MakeCustomer, actor_with

Attach = Callable[..., int]
DAYS = timedelta(days=2)


@pytest.fixture
def about(make_customer: MakeCustomer) -> About:
    return About("customers", make_customer(), "notes.txt")


@pytest.fixture
def add(app: App, about: About) -> Attach:
    def add(content: bytes = b"words") -> int:
        return attach(app, app.system(), about, io.BytesIO(content))

    return add


def files(app: App) -> list[str]:
    folder = app.settings.home / "files"
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def content(app: App, id: int) -> bytes:
    with app.reading(app.system()) as work:
        return content_of(work, id).path.read_bytes()


def clean(app: App) -> int:
    return remove_unused_files(app, lambda: app.work(app.system()))


def forget(app: App, *ids: int) -> None:
    """As if the trash had been emptied of them."""
    with app.work(app.system()) as work:
        records.delete(work, "attachments", ids)
    app.clock.forward(days=40)  # type: ignore[attr-defined]  # the tests' clock
    empty_trash(lambda: app.work(app.system()))


def test_the_same_content_is_kept_once(app: App, add: Attach) -> None:
    first, second = add(), add()
    digest = hashlib.sha256(b"words").hexdigest()
    assert files(app) == [f"{digest[:2]}/{digest}"]
    assert content(app, first) == content(app, second) == b"words"
    with app.reading(app.system()) as work:
        assert work.session.scalar(select(func.count()).select_from(StoredFile)) == 1


def test_a_content_stays_while_any_attachment_names_it(app: App, add: Attach, clock: Clock) -> None:
    first, second = add(), add()
    forget(app, first)
    assert (clean(app), content(app, second)) == (0, b"words")
    forget(app, second)
    assert (clean(app), files(app)) == (1, [])


def test_what_was_stored_a_moment_ago_is_not_removed(app: App, add: Attach, clock: Clock) -> None:
    forget(app, add())
    attached_again = add()  # the grace begins anew
    with app.work(app.system()) as work:
        records.delete(work, "attachments", [attached_again])
    assert clean(app) == 0
    draft = app.settings.home / "files" / ".draft-killed"
    draft.write_bytes(b"half a fi")
    clock.forward(days=400)
    assert (clean(app), draft.exists()) == (1, False)


def test_uploads_while_the_same_content_is_removed_lose_nothing(app: App, add: Attach, clock: Clock) -> None:
    def one(number: int) -> int:
        if number % 3:
            return add()
        clock.forward(days=2)  # whatever was stored until now may go
        return clean(app) * 0

    forget(app, add())
    with ThreadPoolExecutor(4) as pool:
        made = [id for id in pool.map(one, range(24)) if id]
    assert len(made) == 16
    assert {content(app, id) for id in made} == {b"words"}


def test_a_large_file_is_not_held_in_memory(app: App, add: Attach) -> None:
    block = bytes(range(256)) * 4096
    tracemalloc.start()
    id = add(block * 20)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 20 * len(block) + 8 * 2**20  # the test's own bytes, and a few blocks
    assert content(app, id) == block * 20


def test_what_is_refused_leaves_nothing(app: App, about: About, add: Attach) -> None:
    for bad in (b"", b"\x7fELF", bytes(26 * 2**20)):
        with pytest.raises(Invalid) as refused:
            add(bad)
        assert set(refused.value.errors) == {"file"}
    with pytest.raises(NotFound):
        attach(app, app.system(), About("customers", 999, "x"), io.BytesIO(b"words"))
    with pytest.raises(Forbidden):
        attach(app, actor_with({"core.customers.view": "all"}), about, io.BytesIO(b"words"))
    assert files(app) == []


def test_a_content_that_was_lost_is_told(app: App, add: Attach) -> None:
    id = add()
    for path in (app.settings.home / "files").rglob("*"):
        if path.is_file():
            path.unlink()
    with pytest.raises(NotFound, match="file store"):
        content(app, id)
    assert content(app, add()) == b"words"
    assert content(app, id) == b"words"
