"""The macros every page is made of: what a reader sees, and what a screen reader hears."""
from __future__ import annotations

import re
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from jinja2 import Environment, FileSystemLoader
from wtforms import Form, IntegerField, RadioField, SelectMultipleField, StringField, validators, widgets
from wtforms.fields import FormField
from wtforms.fields.choices import SelectChoice

from scoring import places
from scoring.core.workflow import ASSESSMENT, SUBMISSION


@pytest.fixture(scope="module")
def env() -> Environment:
    made = Environment(loader=FileSystemLoader(places.templates()), autoescape=True)
    made.globals |= {"submission_states": SUBMISSION, "assessment_states": ASSESSMENT}
    return made


def draw(env: Environment, file: str, call: str, **values: Any) -> str:
    """The HTML of one macro call."""
    names = re.findall(r"\{%-? macro ([a-z]\w*)", (places.templates() / "_macros" / f"{file}.html").read_text())
    return env.from_string(f"{{% from '_macros/{file}.html' import {', '.join(names)} %}}{call}").render(values)


def words(html: str) -> str:
    """What is to be read: tags away, blanks folded."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", html))).strip()


def test_points_show_the_figure_and_a_bar_of_its_length(env: Environment) -> None:
    html = draw(env, "points", "{{ points(got, most) }}", got=Decimal("47"), most="50")
    assert words(html) == "得分47 / 50 分"
    assert re.findall(r'viewBox="([^"]*)"', html) == ["0 0 50 1"]
    assert re.findall(r'class="bar-own" width="([^"]*)"', html) == ["47"]


@pytest.mark.parametrize(("got", "most"), [(None, "10"), ("0", "10"), ("-2.5", "10"), ("0", "0")])
def test_a_bar_that_cannot_be_drawn_is_left_empty(env: Environment, got: str | None, most: str) -> None:
    assert "bar-own" not in draw(env, "points", "{{ points(got, most) }}", got=got, most=most)


def test_lost_points_say_why_when_opened(env: Environment) -> None:
    html = draw(env, "points", "{{ lost('3', '少公开 6 条') }}|{{ lost('0', '无') }}|{{ lost('2') }}")
    assert words(html) == "失 3 分少公开 6 条||失 2 分"


def test_the_cap_is_set_apart_from_the_other_steps(env: Environment) -> None:
    html = draw(env, "steps", "{{ steps(lines, '50') }}", lines=["134 条 × 0.5 分 = 67 分", "封顶 50 分"])
    assert re.findall(r"<li([^>]*)>(.*?)</li>", html) == [
        ("", "134 条 × 0.5 分 = 67 分"), (' class="bound"', "封顶 50 分"), (' class="final"', "得 <b>50</b> 分")]


@pytest.mark.parametrize(("code", "sentence"), [
    ("draft", "草稿填完后送本单位签审。现由本单位填报员处理。"),
    ("signing", "内审中逐环节签审，最后是保密审查。现由本单位签审人处理。"),
    ("submitted", "已提交等待复核员复核。现由复核员处理。"),
    ("reviewing", "复核中复核员正在逐项核实。现由复核员处理。"),
    ("returned", "已退回按退回意见修改后重新签审提交。现由本单位填报员处理。"),
    ("reviewed", "已复核等待考核办定版公布。现由考核办处理。"),
    ("appealed", "申诉中考核办复议。现由考核办处理。"),
    ("final", "已定结果已公布，可以查阅。"),
])
def test_a_state_says_what_comes_next_and_who_holds_it(env: Environment, code: str, sentence: str) -> None:
    assert words(draw(env, "state", "{{ submission_state(code) }}", code=code)) == sentence


def test_a_state_may_name_the_person_and_the_day(env: Environment) -> None:
    html = draw(env, "state", "{{ submission_state('signing', '张审签', '11 月 20 日') }}")
    assert words(html) == "内审中逐环节签审，最后是保密审查。现由张审签处理，11 月 20 日 起。"


@pytest.mark.parametrize(("days", "sentence", "red"), [
    (3, "还有 3 天，11 月 26 日 24:00 截止", False),
    (0, "今天截止，11 月 26 日 24:00 之后不能再交", True),
    (-2, "已逾期 2 天，11 月 26 日 24:00 已截止", True),
    (None, "未设截止时间", False),
])
def test_the_clock_speaks_and_is_red_only_at_the_end(
        env: Environment, days: int | None, sentence: str, red: bool) -> None:
    html = draw(env, "clock", "{{ clock(days, '11 月 26 日 24:00') }}", days=days)
    assert (words(html), "need" in html) == (sentence, red)


def test_a_ruling_shows_before_and_after(env: Environment) -> None:
    call = "{{ ruling('134 条', '94 条', '50', '47', '转载不计', '王复核', '11 月 20 日', max='50') }}"
    assert words(draw(env, "ruling", call)) == (
        "更正王复核，11 月 20 日 填报134 条 →改为 94 条 得分50 →改为 47 / 50 分 理由转载不计")


@pytest.mark.parametrize(("call", "sentence"), [
    ("{{ place(3, 22) }}", "第 3 名，共 22 个"),
    ("{{ place(3, 22, 2) }}", "第 3 名，共 22 个，升 2 名"),
    ("{{ place(3, 22, -1) }}", "第 3 名，共 22 个，降 1 名"),
    ("{{ place(none, 22) }}", "不参加排名"),
])
def test_a_place_in_words(env: Environment, call: str, sentence: str) -> None:
    assert words(draw(env, "place", call)) == sentence


def test_a_stacked_bar_lays_its_parts_end_to_end(env: Environment) -> None:
    html = draw(env, "chart", "{{ progress([('未开始', 3, 'need'), ('空', 0, 'quiet'), ('已提交', 6, 'done')]) }}")
    assert re.findall(r'class="part part-(\w+)" x="(\d+)" width="(\d+)"', html) == [
        ("need", "0", "3"), ("done", "3", "6")]
    assert words(html) == "未开始 3空 0已提交 6"


def test_small_columns_say_their_figures(env: Environment) -> None:
    html = draw(env, "chart", "{{ mini_bars([('公开', '10', '20'), ('平台', none, '5'), ('多', '9', '5')]) }}")
    assert re.findall(r'aria-label="([^"]*)"', html) == ["公开 10 / 20；平台 — / 5；多 9 / 5"]
    assert re.findall(r'class="bar-own" x="\d+" y="[^"]*" width="8" height="([^"]*)"', html) == ["12.0", "0", "24"]


def test_no_problem_prints_nothing(env: Environment) -> None:
    assert draw(env, "problem", "{{ problems([]) }}").strip() == ""


def test_what_people_typed_is_never_markup(env: Environment) -> None:
    item = {"name": "<b>x</b>.pdf", "url": "/e/1", "kind": "PDF", "checks": [{"label": "<i>", "text": "<u>"}]}
    html = draw(env, "evidence", "{{ evidence_list([item]) }}", item=item)
    assert re.findall(r"<[biu]>[^<]", html) == ["<b>&"]  # our own <b> around the check's label, text escaped


class Rate(Form):
    done = IntegerField("办结")


class Sheet(Form):
    count = IntegerField("公开条数", [validators.NumberRange(min=0, message="不能小于 0。")],
                         description="填本年度的。")
    yes = RadioField("是否公开", validate_choice=False, choices=[SelectChoice("y", "是"), SelectChoice("n", "否")])
    ticks = SelectMultipleField("六有", choices=[SelectChoice("a", "机构")], option_widget=widgets.CheckboxInput(),
                                widget=widgets.ListWidget(prefix_label=False))
    rate = FormField(Rate, "答复率")
    name = StringField("名称", [validators.InputRequired("请填名称。")])


def test_a_faulty_number_is_tied_to_its_help_and_its_error(env: Environment) -> None:
    form = Sheet(data={"count": -3})
    form.validate()
    html = draw(env, "field", "{{ field(form.count, unit='条') }}", form=form)
    assert words(html) == "公开条数 填本年度的。 条 不能小于 0。"
    assert re.findall(r'aria-describedby="([^"]*)"', html) == ["count-help count-error"]
    assert re.findall(r'aria-invalid="([^"]*)"', html) == ["true"]
    assert re.findall(r' id="([^"]*)"', html) == ["count-help", "count", "count-error"]


@pytest.mark.parametrize(("name", "legend"), [("yes", "是否公开"), ("ticks", "六有"), ("rate", "答复率")])
def test_a_group_is_a_fieldset_with_a_legend(env: Environment, name: str, legend: str) -> None:
    html = draw(env, "field", "{{ field(one) }}", one=Sheet()[name])
    assert re.findall(r"<fieldset|<legend>[^<]*", html) == ["<fieldset", f"<legend>{legend}"]


def test_the_summary_of_faults_links_to_each_field(env: Environment) -> None:
    form = Sheet(data={"count": -3})
    form.validate()
    html = draw(env, "field", "{{ errors(form) }}", form=form)
    assert re.findall(r'<a href="([^"]*)">([^<]*)</a>：([^<]*)', html) == [
        ("#count", "公开条数", "不能小于 0。"), ("#name", "名称", "请填名称。")]
