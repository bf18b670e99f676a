"""Takes personal data out of texts that will be published: identity numbers, telephones, bank cards, e-mail addresses.

A number is found in full-width digits and with single spaces, dots or dashes between its digits as well. Of each
only the first three and the last two digits stay, so that the writer can still tell which was meant.
"""
from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ..errors import Invalid
from .facts import Field, Rows, Text
from .kinds_compound import Link
from .ruleset import Ruleset
from .sheet import Ruling, Sheet

# One character for one character, so that a place in the plain text is the same place in the original.
_PLAIN = str.maketrans("０１２３４５６７８９＠．－＋（）Ｘｘ　", "0123456789@.-+()Xx ")
_GAP = r"[ .·\-‐‑‒–—−_]?"
_EDGE, _END = r"(?<![0-9A-Za-z])", r"(?![0-9])"
_DIGITS = {
    "identity or card": rf"{_EDGE}[0-9](?:{_GAP}[0-9]){{13,17}}(?:{_GAP}[0-9Xx])?{_END}",
    "mobile": rf"(?<![0-9])(?:\+?{_GAP}86{_GAP})?1{_GAP}[3-9](?:{_GAP}[0-9]){{9}}{_END}",
    "landline": rf"(?<![0-9])\(?0[0-9]{{2,3}}\)?{_GAP}(?:{_GAP}[0-9]){{7,8}}{_END}",
    "after the word": rf"(?:电话|手机|热线|传真|联系方式|联系人|座机)[^0-9\n]{{0,8}}[0-9](?:{_GAP}[0-9]){{6,7}}{_END}",
}
_NUMBERS = tuple(re.compile(pattern) for pattern in _DIGITS.values())
_MAIL = re.compile(r"[A-Za-z0-9._%+\-]+ ?@ ?[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+")
# In an address a number stands alone: an identity number with its date, a mobile, a bank card, a landline.
_LINKED = re.compile(r"(?<![0-9A-Za-z_])(?:[1-9][0-9]{5}(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])[0-3][0-9]{4}[0-9Xx]"
                     r"|1[3-9][0-9]{9}|62[0-9]{14,17}|0[0-9]{2,3}[)-]?[2-9][0-9]{6,7})(?![0-9A-Za-z_])")
KEPT_FIRST, KEPT_LAST = 3, 2
UNREADABLE = ("评分规则里像电话、证件号、邮箱的文字要遮去大半才能公布，遮去以后有的项目分不清了："
              "请在规则里删去这些号码，采用新版本后再定版。")


def mask(text: str) -> str:
    """The text with every number and address of a person masked by asterisks; as long as before."""
    plain = text.translate(_PLAIN)
    out = list(text)
    for pattern in _NUMBERS:
        for found in pattern.finditer(plain):
            digits = [n for n in range(*found.span()) if plain[n].isdigit() or plain[n] in "Xx"]
            for n in digits[KEPT_FIRST:len(digits) - KEPT_LAST]:
                out[n] = "*"
    for found in _MAIL.finditer(plain):
        until = plain.index("@", found.start())
        for n in range(found.start() + 1, until):
            out[n] = "*"
    return "".join(out)


def mask_name(name: str) -> str:
    """A person's name with all but its first character masked."""
    return name[:1] + "*" * len(name[1:])


def mask_link(address: str) -> str:
    """An address with what is plainly a person's masked; the long numbers of articles stay, or it leads nowhere."""
    def masked(found: re.Match[str]) -> str:
        number = found[0]
        return number[:KEPT_FIRST] + "*" * (len(number) - KEPT_FIRST - KEPT_LAST) + number[-KEPT_LAST:]

    return _MAIL.sub(lambda found: mask(found[0]), _LINKED.sub(masked, address))


def mask_tree(tree: Any) -> Any:
    """A plain tree with every text in it masked, also where it is a key. Raises Invalid where two keys become one."""
    if isinstance(tree, Mapping):
        made = {mask(key): mask_tree(value) for key, value in tree.items()}
        if len(made) < len(tree):
            raise Invalid(UNREADABLE)
        return made
    if isinstance(tree, (list, tuple)):
        return type(tree)(mask_tree(value) for value in tree)
    return mask(tree) if isinstance(tree, str) else tree


def mask_sheet(sheet: Sheet, ruleset: Ruleset) -> Sheet:
    """The sheet with every text on it masked: facts, claims, reasons, and the group as the ruleset has it.

    `ruleset` is the masked one, so that what was chosen is still among its choices. Names of units stay: the roster
    takes none with a person's number in it.
    """
    def masked(leaf_id: str, facts: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
        leaf = ruleset.leaf(leaf_id)
        if leaf is None or facts is None:
            return facts
        fields = {f.name: f for f in leaf.asked_fields()}
        return {name: _masked(fields[name], value) if name in fields else value for name, value in facts.items()}

    def ruled(leaf_id: str, ruling: Ruling) -> Ruling:
        return replace(ruling, facts=masked(leaf_id, ruling.facts), reason=mask(ruling.reason))

    facts = {key: found for key, value in sheet.facts.items() if (found := masked(key, value)) is not None}
    below = {branch: {mask(group): units for group, units in groups.items()}
             for branch, groups in sheet.subordinates.items()}
    return replace(sheet, group=mask(sheet.group), facts=facts, subordinates=below,
                   not_applicable={k: mask(v) for k, v in sheet.not_applicable.items()},
                   rulings={k: ruled(k, v) for k, v in sheet.rulings.items()})


def _masked(field: Field, value: Any) -> Any:
    if isinstance(field.kind, Text) and field.kind.person:
        return mask_name(value)
    if isinstance(field.kind, Rows):
        links = {column.name for column in field.kind.columns if isinstance(column.kind, Link)}
        return tuple({k: mask_link(v) if k in links else mask_tree(v) for k, v in row.items()} for row in value)
    return mask_tree(value)
