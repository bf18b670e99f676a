"""What a verification came to, in words: the same from `scoring verify` and from the program that stands alone."""
from __future__ import annotations

from .pdf_signature import Stamp
from .points import shorten
from .verify import Standing, Verification

MOST = 50       # reasons that are listed
LONGEST = 20_000    # characters of a line: far above what a true file of 300 indicators has to say in one
END = "  核验证明的是没有改动、算得对，不证明佐证材料属实。"


def other_key(outcome: Verification, key: str) -> tuple[str, ...]:
    """The file must be signed with the key that was asked for."""
    if not key or outcome.key == key == (key if outcome.paper_key is None else outcome.paper_key):
        return ()
    if outcome.key == key:
        return ("PDF 的页面没有用要求的公钥签名，不能与它对照",)
    return (f"签名的公钥是 {outcome.key}，不是要求的 {key}" if outcome.key else "文件没有签名，不能与要求的公钥对照",)


def line(text: str) -> str:
    """`text` as one line of an outcome. A file is anyone's: a title in it must not look like a line of ours.

    What breaks a line, moves the cursor or turns the direction of writing is shown as �; what is too long is cut.
    """
    clean = "".join(c if c.isprintable() or c == "\u3000" else "�" for c in text)
    return clean if len(clean) <= LONGEST else clean[:LONGEST - 1] + "…"


def refused(name: str, problems: tuple[str, ...]) -> str:
    """That the file does not stand, with the reasons."""
    more = [f"还有 {len(problems) - MOST} 处，没有列出"] if len(problems) > MOST else []
    return "\n".join(map(line, [f"{name}：核验不通过，有 {len(problems)} 处不符。",
                                *(f"  - {problem}" for problem in (*problems[:MOST], *more))]))


def stands(name: str, outcome: Verification, rules: str) -> str:
    """What was verified; `rules` says whether the YAML text beside the rules was compared with them."""
    head = [f"{name}：核验通过。", f"  考核：{outcome.title}", f"  {outcome.algorithm}：{outcome.digest}",
            f"  签名：有效，公钥 {outcome.key}" if outcome.key else "  签名：没有，只能凭校验值与公布的对照"]
    of = outcome.standing
    return "\n".join(map(line, [*head, *(_whole(outcome, rules) if of is None else _part(outcome, of, rules)), END]))


def _whole(outcome: Verification, rules: str) -> list[str]:
    return [
        f"  按快照里的规则和数据重算了 {outcome.units} 个单位、{outcome.lines} 条得分明细（自评和复核各算一遍），"
        "每一分、每步计算、总分、等次和名次都与公布的一致。",
        f"  公开的理由和说明 {_texts(outcome)}，与快照里的承诺一致；{rules}。",
    ]


def _texts(outcome: Verification) -> str:
    gone = f"（另有 {outcome.erased} 段已依法删除）" if outcome.erased else ""
    return f"{outcome.opened} 段{gone}"


def _part(outcome: Verification, of: Standing, rules: str) -> list[str]:
    """What an excerpt proves, and the figures to hold against the paper."""
    place = "不参加排名" if of.place is None else f"第 {of.place} 名（共 {of.of} 个）"
    left = [f"  单凭这一份不能重算的，要用整份结果文件：{'、'.join(outcome.left)}。"] if outcome.left else []
    pages = {None: [], "": ["  PDF 的页面没有改动过，但没有签名：请把纸上的数字与上面的对照。"]}.get(
        outcome.paper_key, [f"  PDF 的页面没有改动过，签名有效，公钥 {outcome.paper_key}。"])
    return [
        f"  单位：{of.unit}（{of.group}）" if of.group else f"  单位：{of.unit}",
        f"  总分 {of.total or '没有'}，满分 {of.max}，{place}，等次 {of.grade or '没有'}",
        f"  这一份属于校验值所指的整份结果；按其中的规则和数据重算了 {outcome.lines} 条得分明细（自评和复核各算一遍），"
        "都与公布的一致。",
        f"  公开的理由和说明 {_texts(outcome)}，与承诺一致；{rules}。", *left, *pages,
        *_stamp(outcome.stamp)]


def _stamp(stamp: Stamp | None) -> list[str]:
    """That a digital signature stands behind the paper, and who judges it."""
    if stamp is None:
        return []
    reason, location = shorten(stamp.reason, 80), shorten(stamp.location, 80)    # anyone may have written them
    return [f"  PDF 末尾另有一个数字签名（{reason}，{location}）：它前面的内容都核验过了，",
            "  它自己没有改动页面。签名用的证书是谁的、是否有效，本程序不判断，请在 PDF 阅读器的签名栏里查看。"]
