# The commands of the project. Two matter: `make run` and `make test`.
PORT ?= 8000
SITE ?= instance/demo
VENV := .venv/bin

# Compiled modules are kept: a run of the tests starts hundreds of programs.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev run test quick check docs bench wheelhouse

help:
	@echo "make run         准备环境，装入演示数据，在 http://127.0.0.1:$(PORT) 打开（PORT=8123 make run 换端口）"
	@echo "make test        准备环境，运行全部测试（含浏览器、PostgreSQL）"
	@echo "make setup       只准备环境：.venv、固定版本的软件包、字体；之后用 .venv/bin/scoring"
	@echo "make quick       不含浏览器、PostgreSQL 和慢测试的一轮测试，一分钟左右"
	@echo "make check       代码检查：ruff、mypy、架构、文档是否最新"
	@echo "make docs        重新生成 docs/generated"
	@echo "make bench       性能对比"
	@echo "make wheelhouse  把全部软件包下载到 wheelhouse/，供不能上网的机器安装"

setup:
	@tools/bootstrap.sh run

setup-dev:
	@tools/bootstrap.sh dev

run: setup
	@$(VENV)/scoring demo --site $(SITE)
	@exec $(VENV)/scoring serve --site $(SITE) --port $(PORT)

test: setup-dev
	@tools/test_parts.sh
	$(VENV)/python -m pytest --whole $(ARGS)

quick: setup-dev
	$(VENV)/python -m pytest -q -m "not browser" $(ARGS)

check: setup-dev
	@tools/check.sh

docs: setup-dev
	$(VENV)/scoring docs

bench: setup
	@set -e; for file in bench/[a-z]*.py; do [ -e "$$file" ] || { echo "bench/ 里还没有性能对比。"; break; }; \
	    echo "== $$file"; $(VENV)/python "$$file"; done

wheelhouse: setup
	$(VENV)/python -m pip download -qq --dest wheelhouse -r requirements-dev.txt
	@echo "wheelhouse/ 已备好：连同项目一起拷到内网机器，make setup 会自动从中安装。"
