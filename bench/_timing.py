"""How long something takes: the shortest of a few turns, because what disturbs a turn only ever makes it longer."""
from __future__ import annotations

import gc
import time
from collections.abc import Callable
from typing import Any

TURNS = 3


def best(work: Callable[[], Any], turns: int = TURNS) -> tuple[float, Any]:
    """The shortest of a few turns in seconds, and what came of the last."""
    times, result = [], None
    for _ in range(turns):
        gc.collect()
        gc.disable()            # as timeit does: a collection falls to whom it falls by chance
        start = time.perf_counter()
        result = work()
        times.append(time.perf_counter() - start)
        gc.enable()
    return min(times), result
