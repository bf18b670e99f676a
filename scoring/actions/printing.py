"""Setting many papers at once: a pool of processes, each of which opens the published file once.

The processes are started afresh (spawn), the same on every system. They end with the one that started them,
however it ends.
"""
from __future__ import annotations

import errno
import logging
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path

from ..core.canonical import CanonicalError
from ..core.published import Published, open_file
from ..errors import ScoringError
from ..exports import add, pdf_booklet, pdf_scorecard
from ..plugins import manager
from ..store.papers import written

BEAT = 1.0          # seconds between two words about how far it is
POLITE = 5          # how far the pages of the site go first

log = logging.getLogger(__name__)


class Unprinted(ScoringError):
    """A paper could not be made; the sentence names it and says why."""


@dataclass(frozen=True)
class Order:
    """One paper to set: of which unit or group, in which form, and where to keep it."""

    form: str           # card | booklet
    subject: str
    target: Path

    @property
    def title(self) -> str:
        """What it is called in a sentence."""
        return f"“{self.subject}”的{'评分卡' if self.form == 'card' else '汇编'}"


@dataclass(frozen=True)
class _Press:
    """What one process of the pool has."""

    published: Published
    set: Synchronized[int]      # scorecards set by all of them together


_press: list[_Press] = []       # of this process; empty in the one that started the pool


def print_all(file: Path, orders: Sequence[Order], processes: int, told: Callable[[int], None]) -> None:
    """Set every paper of a published file; `told` hears about once a second how many scorecards are set.

    Raises Unprinted for the first that cannot be made, and whatever `told` raises; then nothing goes on.
    """
    if not orders:
        return
    with _pool(file, min(processes, len(orders))) as (pool, done):
        futures = {pool.submit(_print, order): order for order in orders}
        open_: set[Future[None]] = set(futures)
        while open_:
            finished, open_ = wait(open_, BEAT, FIRST_EXCEPTION)
            for future in finished:
                _came(future, futures[future])
            told(done.value)


def _came(future: Future[None], order: Order) -> None:
    try:
        future.result()
    except BrokenProcessPool:
        raise Unprinted("制作的进程意外中止了，多半是内存不够。请系统管理员在 settings.toml 里把 work_processes 改小"
                        "（例如 1），重新启动后再试。") from None
    except Exception as error:
        log.exception("%s of %s", order.form, order.subject)
        raise Unprinted(f"{order.title}没有做成：{sentence_of(error)}") from error


def sentence_of(error: Exception) -> str:
    """Why something could not be made, for the person who asked; what is not foreseen is in the log."""
    if isinstance(error, ScoringError):
        return error.sentence
    if isinstance(error, CanonicalError):
        return f"这份结果现在打不开：{error}。可能少了一个插件，请系统管理员到“系统状态”查看。"
    if isinstance(error, OSError):
        why = {errno.ENOSPC: "磁盘满了", errno.EACCES: "没有写入的权限"}.get(error.errno or 0, "磁盘出错")
        return f"文件写不进去，{why}。请系统管理员检查站点文件夹所在的磁盘，再重试。"
    return "程序出错了，细节在服务器的日志里。请把单位名称和现在的时间告诉系统管理员。"


@contextmanager
def _pool(file: Path, processes: int) -> Iterator[tuple[ProcessPoolExecutor, Synchronized[int]]]:
    """The processes; they are ended at once if anything goes wrong inside."""
    spawn = multiprocessing.get_context("spawn")
    listen, hold = spawn.Pipe(duplex=False)     # nobody ever writes: they end when our end of it is gone
    done: Synchronized[int] = spawn.Value("i", 0)
    pool = ProcessPoolExecutor(processes, spawn, _begin, (file, listen, done))
    try:
        yield pool, done
    except BaseException:
        hold.close()
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
        hold.close()
        listen.close()


# ── in the pool ──────────────────────────────────────────────────────────────

def _begin(file: Path, listen: Connection, done: Synchronized[int]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)    # Ctrl+C reaches all of them; the first process decides
    threading.Thread(target=_end_with, args=(listen,), daemon=True).start()
    give_way()
    manager.enlist(add)
    _press.append(_Press(open_file(file.read_text(encoding="utf-8")), done))


def give_way() -> None:
    """Lets the pages of the site go first, where the system has such an order."""
    if hasattr(os, "nice"):
        os.nice(POLITE)


def _end_with(listen: Connection) -> None:
    try:
        listen.recv()
    except EOFError:
        os._exit(1)


def _print(order: Order) -> None:
    press = _press[0]
    if order.form == "card":
        data = pdf_scorecard.render(press.published, order.subject)
        _count(press)
    else:
        data = pdf_booklet.render(press.published, order.subject, lambda: _count(press))
    with written(order.target) as out:
        out.write(data)


def _count(press: _Press) -> None:
    with press.set.get_lock():
        press.set.value += 1
