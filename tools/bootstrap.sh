#!/bin/sh
# Makes .venv with the pinned packages, the `scoring` command and the converted fonts.
# Usage: tools/bootstrap.sh [run|dev].  Called again with nothing changed it takes a fraction of a second.
set -eu
cd "$(dirname "$0")/.."
kind=${1:-run}
case $kind in
    run) list=requirements.txt ;;
    dev) list=requirements-dev.txt ;;
    *) echo "用法：tools/bootstrap.sh [run|dev]" >&2; exit 2 ;;
esac
python=${PYTHON:-python3}
sum() { cat "$@" | cksum | tr -d ' '; }

new_enough() { "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

need_venv() {  # a bare Debian has python3 but neither pip nor ensurepip
    "$python" -c 'import ensurepip, venv' 2>/dev/null && return
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        echo "本机缺 python3-venv，正在安装……"
        apt-get update -qq
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3-venv >/dev/null
    else
        echo "本机缺 python3-venv。请先输入下面这一行，再重新运行：" >&2
        echo "    sudo apt-get install -y python3-venv" >&2
        exit 1
    fi
}

make_venv() {
    if ! new_enough; then
        echo "需要 Python 3.11 或更高版本；现有的是：$("$python" --version 2>&1 || echo 没有)。" >&2
        echo "可以用 PYTHON=/路径/python3.11 make setup 指定。" >&2
        exit 1
    fi
    if command -v uv >/dev/null; then
        uv venv --quiet --python "$python" .venv
    else
        need_venv
        "$python" -m venv .venv
    fi
}

install() {
    if [ -d wheelhouse ]; then
        set -- --no-index --find-links wheelhouse -r "$list"
    else
        set -- -r "$list"
    fi
    if command -v uv >/dev/null; then
        uv pip install --quiet --python .venv/bin/python "$@"
    else
        .venv/bin/python -m pip install -qq --disable-pip-version-check "$@"
    fi
}

link_project() {  # the tree itself, importable in place, with its command; other processes it starts read it again
    site=$(.venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
    pwd > "$site/scoring-here.pth"
    {
        printf '#!%s/.venv/bin/python\n' "$(pwd)"
        printf 'if __name__ == "__main__":\n    import sys\n\n    from scoring.cli import main\n\n    sys.exit(main())\n'
    } > .venv/bin/scoring
    chmod +x .venv/bin/scoring
}

stamp=.venv/.ok-$kind-$(sum requirements.txt "$list" tools/bootstrap.sh; pwd | cksum | tr -d ' ')
stamp=$(printf '%s' "$stamp" | tr -d '\n')
if [ ! -e "$stamp" ]; then
    [ -x .venv/bin/python ] && .venv/bin/python -c '' 2>/dev/null || make_venv
    echo "正在安装软件包（$list）……"
    install
    link_project
    rm -f .venv/.ok-"$kind"-*
    : > "$stamp"
fi

fonts=instance/fonts/.ready-$(sum scoring/exports/_fonts.py scoring/exports/_truetype.py requirements.txt)
if [ ! -e "$fonts" ]; then
    .venv/bin/python -m scoring.exports._fonts instance/fonts
    rm -f instance/fonts/.ready-*
    : > "$fonts"
fi
