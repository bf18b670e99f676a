#!/bin/sh
# What tests need from the operating system: Chromium and its driver's library, PostgreSQL, pdftotext.
# As root on Debian they are installed; otherwise one line says what will be skipped.
set -eu
missing=
command -v chromium >/dev/null || command -v chromium-browser >/dev/null || missing="$missing chromium"
ls /usr/lib/*/libatomic.so.1 >/dev/null 2>&1 || missing="$missing libatomic1"  # Playwright's driver needs it
command -v pdftotext >/dev/null || missing="$missing poppler-utils"
if [ -z "${TEST_DATABASE_URL:-}" ]; then
    ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing="$missing postgresql"
fi
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "正在安装测试所需的系统软件：$missing ……"
    # PostgreSQL's package would start a server of its own; the tests start theirs.
    mkdir -p /etc/postgresql-common
    [ -e /etc/postgresql-common/createcluster.conf ] ||
        echo "create_main_cluster = false" > /etc/postgresql-common/createcluster.conf
    apt-get update -qq
    # shellcheck disable=SC2086
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
    exit 0
fi
echo "本机缺$missing：有关测试将跳过。要全部运行，请先：sudo apt-get install -y --no-install-recommends$missing"
case ${CI:-} in
    true|1) echo "CI=true 时不允许跳过测试。" >&2; exit 1 ;;
esac
