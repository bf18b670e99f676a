"""What reading each file costs, each in a process of its own: `python -m tests.corpus.yaml_costs strict`."""
from __future__ import annotations

import functools
import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scoring.rulebook.loading import load
from tests.corpus.yaml_files import ENCODING, SMALL, STRUCTURE, swapped
from tests.corpus.yaml_meaning import MEANING, SHOWN, TYPED, VALUES
from tests.rulebook.careless import careless

ROOT = Path(__file__).resolve().parents[2]
RECIPES = ENCODING | STRUCTURE | VALUES | MEANING
FILES: dict[str, bytes] = {
    **{name: recipe.data for name, recipe in RECIPES.items()},
    **{f"{name} as a title": swapped("小规则", typed) for name, typed in TYPED.items()},
    **{name: swapped("小规则", typed) for name, (typed, _) in SHOWN.items()},
}
TITLES = {f"{name} as a title": typed for name, typed in TYPED.items()} | {
    name: shown for name, (_, shown) in SHOWN.items()}
SECONDS, MEGABYTES = 1, 50
# Over these a careless reader spends all it is given.
LONG = ("Y1-025 10 MB", "Y2-001 billion laughs", "Y2-004 merge bomb", "Y2-014 20,000 items")
ROOM = 400 << 20  # bytes of address space more than the process has before it reads


@dataclass(frozen=True)
class Cost:
    """Processor seconds, megabytes more than before, how the process ended (negative: by that signal), what it said."""

    seconds: float
    megabytes: float
    ended: int
    said: str

    @property
    def bearable(self) -> bool:
        """Whether it kept within its limits and ended by itself."""
        return self.seconds <= SECONDS and self.megabytes <= MEGABYTES and self.ended == 0


@functools.cache
def costs(reader: str) -> dict[str, Cost]:
    """Every file's cost with one of the readers that `main` knows."""
    done = subprocess.run([sys.executable, "-m", "tests.corpus.yaml_costs", reader], cwd=ROOT, capture_output=True,
                          text=True, timeout=120, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return {name: Cost(**told) for name, told in json.loads(done.stdout).items()}


def strict(data: bytes, title: str | None) -> str:
    """'refused' or 'taken', by the reader of the product."""
    ruleset = load(data, "f").ruleset
    return "refused" if ruleset is None else "taken"


def _alone(reader: Callable[[], str]) -> dict[str, Any]:
    """A reader's cost in a process of its own, which ends soon after the limits are passed."""
    read_end, write_end = os.pipe()
    child = os.fork()
    if child == 0:
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
        size = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (size + ROOM, size + ROOM))
        os.write(write_end, reader().encode())
        os._exit(0)
    os.close(write_end)
    said = os.read(read_end, 100).decode()
    os.close(read_end)
    _, status, used = os.wait4(child, 0)
    return {"seconds": used.ru_utime + used.ru_stime, "megabytes": used.ru_maxrss / 1024,
            "ended": os.waitstatus_to_exitcode(status), "said": said}


def main(reader: str) -> None:
    """Print every file's cost as JSON: with the strict reader, or with the careless one (`long`: the long files)."""
    read = strict if reader == "strict" else careless
    chosen = {"strict": FILES, "long": {name: FILES[name] for name in LONG},
              "careless": {name: data for name, data in FILES.items() if not name.startswith(LONG)}}[reader]
    read(SMALL.encode(), None)  # what is loaded at the first use is no file's cost
    nothing = _alone(lambda: "")["megabytes"]
    told = {name: _alone(functools.partial(read, data, TITLES.get(name))) for name, data in chosen.items()}
    print(json.dumps({name: cost | {"megabytes": cost["megabytes"] - nothing} for name, cost in told.items()}))


if __name__ == "__main__":
    main(sys.argv[1])
