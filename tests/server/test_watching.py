"""Which hooks run is read from outside: nested ones, those of many threads, what threads leave behind."""

import mmap
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.host.watching import PLACES, SIZE, SharedWatch, Unwatched, look


@pytest.fixture
def shared(tmp_path: Path) -> Iterator[tuple[SharedWatch, mmap.mmap]]:
    """A watch, and its memory as another process has it."""
    with (tmp_path / "memory").open("w+b") as file:
        file.truncate(SIZE)
        watch, memory = SharedWatch(file.fileno()), mmap.mmap(file.fileno(), SIZE)
    yield watch, memory
    memory.close()
    watch.memory.close()


def seen(memory: mmap.mmap) -> list[tuple[str, str, bool]]:
    return sorted((running.owner, running.hook, running.writes) for running in look(memory))


def test_the_inner_hook_counts_then_the_outer_one_with_the_time_that_it_had(
    shared: tuple[SharedWatch, mmap.mmap],
) -> None:
    watch, memory = shared
    with watch.running("outer", "record_created", True):
        (before,) = look(memory)
        with watch.running("inner", "committed", False):
            assert seen(memory) == [("inner", "committed", False)]
        (after,) = look(memory)
        assert (after.owner, after.hook) == ("outer", "record_created")
        assert after.since > before.since
    assert seen(memory) == []


def test_a_hook_that_fails_is_no_longer_seen(shared: tuple[SharedWatch, mmap.mmap]) -> None:
    watch, memory = shared
    with watch.running("outer", "x", True):
        with pytest.raises(ZeroDivisionError), watch.running("inner", "y", True):
            raise ZeroDivisionError
        assert seen(memory) == [("outer", "x", True)]
    assert seen(memory) == []


def test_every_thread_is_seen_and_ended_ones_leave_their_place(shared: tuple[SharedWatch, mmap.mmap]) -> None:
    watch, memory = shared
    for _ in range(PLACES // 4 + 1):
        inside, go = threading.Barrier(5), threading.Event()

        def hang(number: int, inside: threading.Barrier = inside, go: threading.Event = go) -> None:
            with watch.running(f"plugin{number}", "hook", False):
                inside.wait()
                go.wait()

        threads = [threading.Thread(target=hang, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        inside.wait()
        assert seen(memory) == [(f"plugin{number}", "hook", False) for number in range(4)]
        go.set()
        for thread in threads:
            thread.join()


def test_long_and_foreign_names_are_cut_not_refused(shared: tuple[SharedWatch, mmap.mmap]) -> None:
    watch, memory = shared
    with watch.running("客户" * 20, "h" * 200, True):
        (running,) = look(memory)
        assert running.owner.startswith("客户")
        assert running.hook == "h" * 88
    with Unwatched().running("a", "b", True):
        assert seen(memory) == []
