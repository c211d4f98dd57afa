"""Pages take turns, and nobody waits for a slow one."""

import threading
from concurrent.futures import ThreadPoolExecutor

from core.http.turns import Turns


def test_one_goes_after_another() -> None:
    turns, inside, most = Turns(60), set[int](), list[int]()

    def work(_number: int) -> None:
        with turns.turn():
            inside.add(threading.get_ident())
            most.append(len(inside))
            inside.discard(threading.get_ident())

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(work, range(400)))
    assert set(most) == {1}


def test_nobody_waits_for_a_slow_one_and_its_turn_stays_its_own() -> None:
    turns, slow, done = Turns(0.01), threading.Event(), list[str]()

    def take_long() -> None:
        with turns.turn():
            slow.wait(60)
            done.append("slow")

    with ThreadPoolExecutor(1) as threads:
        threads.submit(take_long)
        for _visitor in range(2):
            with turns.turn():
                done.append("quick")
        slow.set()
    with turns.turn():
        assert done == ["quick", "quick", "slow"]
