"""In which turn indicators are worked out, so that what one waits for is there before it and nothing waits in a row."""
from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

Awaited = Callable[[Any], Iterable[Any]]


def in_turn(nodes: Iterable[Any], awaited: Awaited) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """The nodes in an order in which each comes after those it waits for, and those that wait for each other."""
    known = {node.id: node for node in nodes}
    waits = {key: {other.id for other in awaited(node) if other.id in known} for key, node in known.items()}
    behind: dict[str, list[str]] = {key: [] for key in known}
    for key, others in waits.items():
        for other in others:
            behind[other].append(key)
    ready = [key for key, others in waits.items() if not others]
    for key in ready:       # grows while it is gone through
        for later in behind[key]:
            waits[later].discard(key)
            if not waits[later]:
                ready.append(later)
    done = set(ready)
    return tuple(known[key] for key in ready), tuple(node for key, node in known.items() if key not in done)


def circling(nodes: Iterable[Any], awaited: Awaited) -> Iterator[Any]:
    """The nodes that come round to themselves by following what they wait for."""
    stuck = in_turn(nodes, awaited)[1]
    for start in stuck:
        seen: set[str] = set()
        todo = list(awaited(start))
        while todo:
            node = todo.pop()
            if node.id == start.id:
                yield start
                break
            if node.id not in seen:
                seen.add(node.id)
                todo += awaited(node)
