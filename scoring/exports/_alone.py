"""The verifier as a program of its own: what runs in scoring-verify.pyz, on a machine that has nothing but Python."""
from __future__ import annotations

import sys

from scoring.core.verify import verify_bytes
from scoring.core.verify_told import other_key, refused, stands

USAGE = """用法：python scoring-verify.pyz [--key 公钥] 文件……
核验公布的结果：快照文件（JSON）、摘录，或者评分卡 PDF。重算每一分、每个名次，核对摘要和签名。
只要 Python 3.11 以上，不用安装，不用联网。退出码：0 通过，1 不通过，2 用法不对。"""
NOT_COMPARED = "规则原文（YAML）与计分用的规则是否一致，这个程序没有核对，要用 scoring verify"


def main(arguments: list[str]) -> int:
    """Verify the named files and say how it went; the exit code."""
    key, names = "", list(arguments)
    if names[:1] == ["--key"]:
        key, names = "".join(names[1:2]).strip().lower(), names[2:]
    if not names or names[0].startswith("-"):
        print(USAGE)
        return 0 if names[:1] in (["--help"], ["-h"]) else 2
    return max(_one(name, key) for name in names)


def _one(name: str, key: str) -> int:
    try:
        with open(name, "rb") as file:
            data = file.read()
    except OSError as error:
        print(f"打不开“{name}”：{error.strerror}。请检查路径。", file=sys.stderr)
        return 1
    outcome = verify_bytes(data)
    problems = outcome.problems or other_key(outcome, key)
    if problems:
        print(refused(name, problems), file=sys.stderr)
        return 1
    print(stands(name, outcome, NOT_COMPARED))
    return 0
