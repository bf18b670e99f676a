#!/bin/sh
# Every check that is not a test of behaviour: style, types, architecture, freshness of generated pages.
# All of them run, so that one round shows every fault; the last line says how it went.
set -u
cd "$(dirname "$0")/.."
failed=
step() {
    name=$1; shift
    echo "== $name"
    "$@" || failed="$failed $name"
}

fresh_docs() {
    if .venv/bin/scoring docs --help >/dev/null 2>&1; then
        .venv/bin/scoring docs --check
    elif [ -d docs/generated ]; then
        echo "docs/generated 在，但生成它的 scoring docs 命令打不开。"
        return 1
    else
        echo "（还没有生成的文档，也没有 scoring docs 命令：这一项没有检查任何东西）"
    fi
}

step ruff .venv/bin/ruff check .
step mypy .venv/bin/mypy
step architecture .venv/bin/python -m pytest -q -p no:cacheprovider tests/architecture
step docs fresh_docs
if [ -n "$failed" ]; then
    echo "检查未通过：$failed"
    exit 1
fi
echo "检查全部通过。"
