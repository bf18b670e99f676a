"""Accounts: how an account's name and a person's name are read, and which roles one account may hold."""
from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

from ..errors import Invalid
from .policy import ADMINISTRATORS, ROLES, UNIT_ROLES

LONGEST = 60
_ACCOUNT = re.compile(r"\w[\w.\-]{1,59}")


def read_account(text: str) -> str:
    """The account's name as it is stored: NFKC, lower case, so that look-alikes are one name. Raises Invalid."""
    name = unicodedata.normalize("NFKC", text).strip().lower()
    if not _ACCOUNT.fullmatch(name):
        raise Invalid("账号由 2 到 60 个字母、数字、汉字组成，中间可以用点、横线或下划线，不能有空格。")
    return name


def read_words(text: str, label: str, required: bool = True, longest: int = LONGEST) -> str:
    """A line of text without control characters and outer blanks. Raises Invalid naming `label`."""
    words = " ".join(text.split())
    if required and not words:
        raise Invalid(f"请填写{label}。")
    if len(words) > longest:
        raise Invalid(f"{label}最多 {longest} 个字，现在有 {len(words)} 个。")
    if any(unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp") for c in words):
        raise Invalid(f"{label}里有看不见的控制字符，请重新输入。")
    return words


def role_faults(roles: Collection[str], unit_id: int | None) -> tuple[str, ...]:
    """Why one account may not hold these roles, in sentences; nothing if it may."""
    chosen = set(roles)
    faults = []
    if unknown := chosen - set(ROLES):
        faults.append(f"没有“{min(unknown)}”这个角色。")
    if not chosen:
        faults.append("请至少选一个角色。")
    if chosen & ADMINISTRATORS and len(chosen) > 1:
        own = "、".join(ROLES[r] for r in ROLES if r in chosen & ADMINISTRATORS)
        faults.append(f"{own}要单独设账号，不能兼任其他角色（三员分设）。")
    if chosen & UNIT_ROLES and unit_id is None:
        faults.append("填报员和签审人必须属于一个单位，请选择单位。")
    return tuple(faults)
