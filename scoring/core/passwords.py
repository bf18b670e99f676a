"""What a password must be: the two presets of the settings, and a list of our own of what everybody tries first."""
from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import datetime, timedelta

LONGEST = 200
KEPT = 5                         # passwords used before that may not come back (dengbao)
LASTS = timedelta(days=90)       # dengbao; the nist preset lets a password stand
_SHORTEST = 10
# Whole words and the roots that people dress up with a year or a mark.
_COMMON = frozenset(word for line in """
    1234567890 0123456789 9876543210 0987654321 1111111111 0000000000 8888888888 6666666666 1122334455 1029384756
    12345678910 123456789a a123456789 1q2w3e4r5t 1qaz2wsx3edc qazwsxedcr qwertyuiop asdfghjkl zxcvbnm
    password password1 passw0rd p@ssw0rd admin admin123 administrator root welcome letmein iloveyou woaini
    changeme default guest test zhengwu gongkai zhengfu mima abc123 abcd1234 aaaaaaaaaa qwerty123 monkey dragon
    政务公开 信息公开 人民政府 密码密码
""".splitlines() for word in line.split())
_ROOTS = ("password", "passw0rd", "p@ssw0rd", "qwerty", "admin", "zhengwu", "gongkai", "zhengfu", "12345678",
          "87654321", "1qaz2wsx", "政务公开")


def normal(text: str) -> str:
    """A password as it is hashed: NFKC, so that full-width typing is the same password."""
    return unicodedata.normalize("NFKC", text)


def password_faults(password: str, preset: str, own_words: Iterable[str] = ()) -> tuple[str, ...]:
    """What is wrong with a new password, in sentences. `own_words`: the account, the person's and the unit's name.

    GB/T 22239-2019 身份鉴别 a) asks for complexity and change, ASVS 5.0 V6.2.5 and V6.2.10 forbid both: hence presets.
    """
    text = normal(password)
    faults = []
    if len(text) < _SHORTEST:
        faults.append(f"至少 {_SHORTEST} 个字符，现在是 {len(text)} 个。")
    if len(text) > LONGEST:
        faults.append(f"最多 {LONGEST} 个字符。")
    if any(unicodedata.category(c) in ("Cc", "Cs") for c in text):
        faults.append("里面有不能用的控制字符，请重新输入。")
    if preset == "dengbao" and _classes(text) < 3:
        faults.append("大写字母、小写字母、数字、其他符号，要用到其中三类。")
    if any(len(w) >= 3 and w in text.lower() for w in (normal(word).strip().lower() for word in own_words)):
        faults.append("不能含有账号、姓名或单位名称。")
    if _is_common(text):
        faults.append("太常见了，容易被人猜中，请换一个。")
    return tuple(faults)


def expired(password_at: datetime | None, at: datetime, preset: str) -> bool:
    """Whether a password set at one moment has to be changed at another."""
    return preset == "dengbao" and password_at is not None and at - password_at > LASTS


def _classes(text: str) -> int:
    return sum((any("a" <= c <= "z" for c in text), any("A" <= c <= "Z" for c in text),
                any("0" <= c <= "9" for c in text), any(not (c.isascii() and c.isalnum()) for c in text)))


def _is_common(text: str) -> bool:
    word = text.lower()
    bare = "".join(c for c in word if c.isalpha())
    rest = min((len(word) - len(root) for root in _ROOTS if root in word), default=99)
    return word in _COMMON or (len(bare) > 2 and bare in _COMMON) or rest <= 4 or len(set(word)) < 5
