"""`scoring ruleset impact`: an assessment of the site scored under another ruleset, and who moves."""
from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scoring.core import points as p
from scoring.core.ruleset import Ruleset
from scoring.rulebook.impact import GroupImpact, Impact, Move, Standing, Unread, carry, impact

from ._files import ruleset_in
from ._table import table

if TYPE_CHECKING:  # a site is opened below: the rest of `scoring ruleset` starts in a tenth of the time without it
    from scoring.store.rescoring import Material

HEAD = ("单位", "原名次", "新名次", "名次变化", "原总分", "新总分", "总分变化", "等次")


@click.command("impact", help=(
    "把站点里的一次考核（正在进行的或者已经公布的）换一份规则重算，列出谁的名次、总分、等次会变。只算不存。\n\n"
    "写两个文件，是旧规则和新规则；旧规则就是考核自己的，可以不写，加 --own。"))
@click.argument("rulesets", nargs=-1, required=True, metavar="[OLD] NEW")
@click.option("--assessment", "key", type=int, required=True, metavar="ID", help="考核的编号，见考核页面的网址。")
@click.option("--own", is_flag=True, help="旧规则用这次考核自己的规则，只写 NEW。")
@click.option("--site", type=click.Path(file_okay=False, path_type=Path), default=None, metavar="DIR",
              help="站点文件夹，默认 instance/site。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def impact_command(rulesets: tuple[str, ...], key: int, own: bool, site: Path | None, as_json: bool) -> None:
    """Print who moves under another ruleset."""
    if len(rulesets) != (1 if own else 2):
        two = "要写旧规则、新规则两个文件；旧规则用考核自己的，请加 --own。"
        raise click.UsageError("加了 --own 就只写一个文件（新规则）。" if own else two)
    files = [ruleset_in(name) for name in rulesets]
    there = _material(site, key)
    old, new = there.ruleset if own else files[0], files[-1]
    base = carry(there.ruleset, old, there.sheets) if not own else None
    found = impact(old, new, base.sheets if base else there.sheets, there.frame)
    unread = base.unread if base else ()
    if as_json:
        click.echo(json.dumps(_json(there, old, new, found, unread), ensure_ascii=False, indent=2))
    else:
        click.echo(_words(there, old, new, found, unread))


def _material(site: Path | None, key: int) -> Material:
    # Imported here for the reason given above.
    from scoring.store.assessments import Assessment
    from scoring.store.database import db
    from scoring.store.rescoring import material

    from .site import opened

    app = opened(site)
    with app.app_context():
        row = db.session.get(Assessment, key) if 0 < key < 2**31 else None
        if row is None:
            listed = "；".join(f"{a.id} {a.title}" for a in db.session.query(Assessment).order_by(Assessment.id))
            there = f"现有：{listed}。" if listed else "站点里还没有考核。"
            raise click.ClickException(f"没有编号为 {key} 的考核。{there}")
        found = material(db.session(), row)
        db.session.remove()
        db.engine.dispose()
    if not found.sheets:
        raise click.ClickException(f"“{found.title}”还没有单位参加，没有可算的。")
    return found


def _words(there: Material, old: Ruleset, new: Ruleset, found: Impact, unread: tuple[Unread, ...]) -> str:
    units = sum(len(group.moves) for group in found.groups)
    out = [f"考核：{there.title}（数据取自{there.source}）", f"旧：{_named(old)}", f"新：{_named(new)}",
           f"{units} 个单位里有 {len(found.moved)} 个的名次、总分或等次会变。"]
    if found.gone:
        out.append(f"新规则没有这些填过的指标：{'、'.join(found.gone)}。")
    out += ["\n" + _group(group) for group in found.groups]
    out += _unread("旧规则读不出", unread)
    out += _unread("新规则读不出", found.unread)
    return "\n".join(out)


def _group(group: GroupImpact) -> str:
    rows = [(m.unit, _place(m.before), _place(m.after), _steps(m), _total(m.before.total), _total(m.after.total),
             _signed(m.points), _grade(m)) for m in group.moves]
    mean = f"平均分：{_total(group.mean_before)} → {_total(group.mean_after)}"
    if group.mean_before is not None and group.mean_after is not None:
        mean += f"（{_signed(group.mean_after - group.mean_before)}）"
    return f"{group.name or '全部单位'}\n{table(HEAD, rows, right=(1, 2, 3, 4, 5, 6))}\n{mean}"


def _unread(head: str, unread: tuple[Unread, ...]) -> list[str]:
    if not unread:
        return []
    lines = [f"  {u.unit}：{u.leaf and f'“{u.leaf}”'}{u.why}" for u in unread]
    return [f"\n{head}的（按没有填计算）：", *lines]


def _named(rules: Ruleset) -> str:
    return f"{rules.title}（{rules.ruleset}，版本 {rules.version}）"


def _place(standing: Standing) -> str:
    return "—" if standing.place is None else str(standing.place)


def _total(value: Decimal | None) -> str:
    return "无" if value is None else p.show(value)


def _steps(move: Move) -> str:
    return f"{'升' if move.places > 0 else '降'} {abs(move.places)}" if move.places else "不变"


def _signed(value: Decimal) -> str:
    return f"+{p.show(value)}" if value > 0 else p.show(value)


def _grade(move: Move) -> str:
    before, after = move.before.grade or "无", move.after.grade or "无"
    return before if before == after else f"{before} → {after}"


def _json(there: Material, old: Ruleset, new: Ruleset, found: Impact, unread: tuple[Unread, ...]) -> dict[str, Any]:
    def number(value: Decimal | None) -> str | None:
        return None if value is None else p.show(value)

    def side(s: Standing) -> dict[str, Any]:
        return {"place": s.place, "total": number(s.total), "grade": s.grade}

    def head(rules: Ruleset) -> dict[str, str]:
        return {"ruleset": rules.ruleset, "version": rules.version, "title": rules.title}

    def listed(some: tuple[Unread, ...]) -> list[dict[str, str]]:
        return [{"unit": u.unit, "leaf": u.leaf, "why": u.why} for u in some]

    groups = {g.name: {"mean": {"before": number(g.mean_before), "after": number(g.mean_after)},
                       "units": [{"unit": m.unit, "before": side(m.before), "after": side(m.after), "places": m.places,
                                  "points": p.show(m.points)} for m in g.moves]} for g in found.groups}
    return {"assessment": there.title, "source": there.source, "old": head(old), "new": head(new),
            "moved": len(found.moved), "groups": groups, "gone": list(found.gone),
            "unread": {"old": listed(unread), "new": listed(found.unread)}}
