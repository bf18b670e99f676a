"""Examining an upload in a process of its own, with limits of time and memory: a bomb ends that process alone.

The bytes go there through a pipe and never touch the disk. `python -m scoring.store.intake_apart` is that process.
"""
from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import BinaryIO

from ..errors import Busy, Invalid
from .intake import Taken, examine
from .intake_look import Marked

SECONDS, WALL = 5, 20                         # of the processor, and by the clock when the machine is busy
MEMORY = 300 * 1024 * 1024                    # of the process, beside what the file itself takes
AT_ONCE, PATIENCE = 3, 60
_turn = threading.BoundedSemaphore(AT_ONCE)
TOO_HARD = "这份文件太复杂，系统在规定的时间和内存内检查不完，没有保存：请另存为 PDF 或拆成几份后再上传。"


def examine_apart(name: str, data: bytes) -> Taken:
    """What `examine` says, from a process of its own; Invalid also if it needs too much time or memory."""
    if not _turn.acquire(timeout=PATIENCE):
        raise Busy("同时上传的人太多，这份文件还没有保存，请稍候再试一次。")
    try:
        done = subprocess.run(
            [sys.executable, "-m", "scoring.store.intake_apart", str(len(data))], capture_output=True, check=False,
            input=name.encode("utf-8", "replace").replace(b"\n", b" ") + b"\n" + data, timeout=WALL,
            env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])})
        answer = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        raise Invalid(TOO_HARD) from None
    except OSError:      # no memory or no process left
        raise Busy("系统正忙，这份文件还没有检查和保存，请稍候再试一次。") from None
    finally:
        _turn.release()
    if answer.get("marked"):
        raise Marked
    if "refused" in answer:
        raise Invalid(answer["refused"])
    return Taken(answer["title"], answer["media_type"], tuple(answer["notes"]))


def main(source: BinaryIO, size: int) -> str:
    """The process's answer as JSON: what is taken, or why not."""
    _limit(size)
    name = source.readline().decode("utf-8", "replace").rstrip("\n")
    try:
        taken = examine(name, source.read())
    except Marked:
        return json.dumps({"marked": True})
    except Invalid as refusal:
        return json.dumps({"refused": refusal.sentence})
    return json.dumps({"title": taken.title, "media_type": taken.media_type, "notes": taken.notes})


def _limit(size: int) -> None:
    """Sets the limits where the system has them; elsewhere the wall clock of the parent remains."""
    with contextlib.suppress(ImportError):
        import resource  # absent on Windows

        most = MEMORY + 4 * size
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    with contextlib.suppress(MemoryError, RecursionError):   # no answer is an answer: too hard
        print(main(sys.stdin.buffer, int(sys.argv[1])))
