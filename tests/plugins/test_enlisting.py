"""Installed plugins are found and put into use; a faulty one is left out whole, and named, and the site goes on."""
from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from scoring import enlist_plugins, exports
from scoring.core.vocabulary import builtin, in_use, use
from scoring.plugins import manager
from scoring.store import outlines
from scoring.store.assessments import _parsed
from scoring.store.results import _opened
from tests import make, publishing
from tests.plugins.conftest import Write
from tests.plugins.texts import LAST, heartbeat

HOOKS = """
from scoring.plugins.hooks import hook
import heartbeat


@hook
def rules():
    return [heartbeat]
"""
LISTING = '''
NAME, TITLE, MEDIA_TYPE, SCOPE = "txt_names", "单位名单（文本）", "text/plain", "group"


def filename(published, subject):
    return "名单.txt"


def render(published, subject):
    return "\\n".join(r.unit for r in published.group(subject).results).encode()
'''
WITH_LISTING = HOOKS + """

import txt_names

@hook
def exports():
    return [txt_names]
"""
Install = Callable[[str, str], None]


@pytest.fixture
def install(write: Write, tmp_path: Path, plugged: list[object]) -> Iterator[Install]:
    """Writes a plugin of that name as if it were installed, and lets the product look for plugins anew."""
    made = []

    def installing(name: str, text: str) -> None:
        made.append(name)
        (tmp_path / "modules" / f"{name}.py").write_text(text, encoding="utf-8")
        told = tmp_path / "modules" / f"{name}-1.0.dist-info"
        told.mkdir()
        (told / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n", encoding="utf-8")
        (told / "entry_points.txt").write_text(f"[scoring.plugins]\n{name} = {name}\n", encoding="utf-8")
        manager.manager.cache_clear()

    manager.manager.cache_clear()
    yield installing
    manager.manager.cache_clear()
    for name in made:
        sys.modules.pop(name, None)


def test_an_installed_plugin_is_in_use(write: Write, install: Install) -> None:
    write("heartbeat", heartbeat())
    write("txt_names", LISTING)
    install("pulse", WITH_LISTING)
    enlist_plugins()
    assert (manager.names(), dict(manager.faulty())) == (["pulse 1.0"], {})
    assert in_use().origins == {"rule:heartbeat": "pulse 1.0"}
    assert in_use().rules["heartbeat"].__name__ == "Heartbeat"
    assert [(x.name, x.title) for x in exports.added("group")] == [("txt_names", "单位名单（文本）")]
    assert list(exports.drawer())[-1] == "txt_names"


def test_enlisting_twice_changes_nothing(write: Write, install: Install) -> None:
    write("heartbeat", heartbeat())
    write("txt_names", LISTING)
    install("pulse", WITH_LISTING)
    enlist_plugins()
    first = in_use()
    enlist_plugins()
    assert (in_use(), dict(manager.faulty())) == (first, {})


def test_safe_mode_loads_none(write: Write, install: Install, monkeypatch: pytest.MonkeyPatch) -> None:
    write("heartbeat", heartbeat())
    install("pulse", HOOKS)
    monkeypatch.setenv("SCORING_SAFE_MODE", "1")
    enlist_plugins()
    assert (manager.names(), dict(manager.faulty()), in_use().origins) == ([], {}, {})


@pytest.mark.parametrize(("rule", "hooks", "sentence"), [
    (heartbeat(), "import a_package_nobody_has", "ModuleNotFoundError：No module named 'a_package_nobody_has'"),
    (heartbeat(), "raise SystemExit('bye')", "SystemExit：bye"),
    (heartbeat(), "def (", "SyntaxError：invalid syntax (faulty.py, line 1)"),
    (heartbeat(('"3", "三十天"', '"4", "三十天"')), HOOKS, "计分规则“heartbeat”：第 1 个算例（三十天）：写的是 4，算出来是 3"),
    (heartbeat(("frozen=True", "")), HOOKS, "计分规则“heartbeat”的类 Heartbeat 要写 @dataclass(frozen=True)"),
    (heartbeat(), HOOKS.replace("[heartbeat]", "1 / 0"), "ZeroDivisionError：division by zero"),
    (heartbeat(), HOOKS.replace("[heartbeat]", "None"), "TypeError：'NoneType' object is not iterable"),
    (heartbeat(), WITH_LISTING.replace("txt_names", "heartbeat"),
     "TypeError：导出格式“heartbeat”缺少 NAME、TITLE、MEDIA_TYPE、SCOPE、filename、render"),
])
def test_a_faulty_plugin_is_left_out_and_named(write: Write, install: Install, rule: str, hooks: str,
                                               sentence: str) -> None:
    write("heartbeat", rule)
    install("faulty", hooks)
    enlist_plugins()
    assert (manager.names(), dict(manager.faulty())) == ([], {"faulty 1.0": sentence})
    assert (in_use().origins, exports.added("group")) == ({}, ())


def test_a_combiner_whose_example_does_not_come_out_is_left_out(write: Write, install: Install) -> None:
    write("last", LAST.replace('"2", "有两个"', '"3", "有两个"'))
    install("faulty", HOOKS.replace("heartbeat", "last").replace("def rules", "def combiners"))
    enlist_plugins()
    assert dict(manager.faulty()) == {"faulty 1.0": "合并方式“last”：第 1 个算例（有两个）：写的是 3，算出来是 2"}
    assert "last" not in in_use().combiners


def test_a_format_cannot_take_the_place_of_the_product_s_own(write: Write, install: Install) -> None:
    write("heartbeat", heartbeat())
    write("xlsx_ranking", LISTING.replace("txt_names", "xlsx_ranking"))
    install("faulty", WITH_LISTING.replace("txt_names", "xlsx_ranking"))
    enlist_plugins()
    assert dict(manager.faulty()) == {"faulty 1.0": "TypeError：导出格式“xlsx_ranking”已经有了，请换一个文件名"}
    assert exports.drawer()["xlsx_ranking"].title == "排名与得分明细（Excel）"


def test_a_hook_nobody_knows_is_told(write: Write, install: Install) -> None:
    write("heartbeat", heartbeat())
    install("faulty", HOOKS.replace("def rules", "def rulez"))
    enlist_plugins()
    assert (manager.names(), list(manager.faulty())) == ([], ["faulty 1.0"])
    assert manager.faulty()["faulty 1.0"].startswith("PluginValidationError：unknown hook 'rulez'")


def test_a_faulty_plugin_does_not_take_others_along(write: Write, install: Install) -> None:
    write("heartbeat", heartbeat())
    install("a_faulty", "1 / 0")
    install("b_good", HOOKS)
    install("c_same", HOOKS)
    enlist_plugins()
    assert manager.names() == ["b_good 1.0"]
    assert dict(manager.faulty()) == {"a_faulty 1.0": "ZeroDivisionError：division by zero",
                                      "c_same 1.0": "计分规则“heartbeat”已经有了（b_good 1.0），请换一个名字"}
    assert in_use().origins == {"rule:heartbeat": "b_good 1.0"}


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_the_site_stands_and_the_administrator_sees_the_fault(app: Flask, install: Install) -> None:
    install("faulty", "1 / 0")
    enlist_plugins()
    with app.app_context():
        county = make.county()
        page = make.client(app, county.users["system"]).get("/system/")
        assert page.status_code == 200
        assert "faulty 1.0 没有启用：ZeroDivisionError：division by zero" in page.text
        assert make.client(app, None).get("/").status_code == 200


RULES = make.RULESET.replace("{rule: per_entry, each: 0.5}", "{rule: heartbeat, each: 0.5}")


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_a_ruleset_whose_plugin_is_gone_says_so(app: Flask, write: Write, install: Install) -> None:
    write("heartbeat", heartbeat())
    install("pulse", HOOKS)
    enlist_plugins()
    with app.app_context():
        county = make.county(RULES)
        sheet = f"/unit/sheets/{county.submissions['甲乡']}"
        clerk = make.client(app, county.users["clerk"])
        assert "在线天数" in make.client(app, county.users["clerk"]).get(sheet, follow_redirects=True).text
        use(None)
        _parsed.cache_clear()
        page = clerk.get(sheet, follow_redirects=True)
        assert (page.status_code, "没有“heartbeat”这种计分规则" in page.text, "可能少了一个插件" in page.text) == (500, True, True)
        assert make.client(app, None).get("/").status_code == 200


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_a_publication_whose_plugin_is_gone_does_not_close_the_front_page(app: Flask, plugged: list[object]) -> None:
    text = publishing.file_text()
    with app.app_context():
        county = make.county()
        publishing.publication(county.assessment, county.users["office"])
        use(replace(builtin(), rules={**builtin().rules, "gone": builtin().rules["per_entry"]}))
        publishing.publication(county.assessment, county.users["office"], edition=2,
                               file=text.replace('"per_entry"', '"gone"'))
        use(None)
        _opened.cache_clear()
        outlines.forget()
        visitor = make.client(app, None)
        front, closed = visitor.get("/"), visitor.get("/results/2/")
        assert (front.status_code, front.text.count("docket-title")) == (200, 1)
        assert "有 1 份公布的结果暂时打不开" in front.text
        assert (closed.status_code, "这份结果现在打不开：没有“gone”这种计分规则" in closed.text) == (500, True)
