"""How an account's name is read, and which roles one account may hold."""
from __future__ import annotations

from itertools import combinations

import pytest

from scoring.core.accounts import read_account, read_words, role_faults
from scoring.core.policy import ADMINISTRATORS, ROLES
from scoring.errors import Invalid


@pytest.mark.parametrize(("typed", "kept"), [
    ("Yueshan01", "yueshan01"), (" sec.admin ", "sec.admin"), ("ＹＵＥ０１", "yue01"), ("月山乡填报", "月山乡填报"), ("a-b_c", "a-b_c")])
def test_look_alikes_are_one_account(typed: str, kept: str) -> None:
    assert read_account(typed) == kept


@pytest.mark.parametrize("typed", ["", "a", "a b", ".ab", "-ab", "a" * 61, "a\u200bb", "a\x00b", "a/b", "a@b", "<b>", "a\u202eb"])
def test_what_is_no_account(typed: str) -> None:
    with pytest.raises(Invalid):
        read_account(typed)


@pytest.mark.parametrize(("typed", "kept"), [(" 李  小满\n", "李 小满"), ("䶮𬱖", "䶮𬱖"), ("阿卜杜拉·买买提", "阿卜杜拉·买买提")])
def test_a_name_is_kept_as_it_is_written(typed: str, kept: str) -> None:
    assert read_words(typed, "姓名") == kept


@pytest.mark.parametrize("typed", ["", "  ", "甲\u202e乙", "甲\x00", "x" * 61, "\ue000"])
def test_what_is_no_name(typed: str) -> None:
    with pytest.raises(Invalid):
        read_words(typed, "姓名")


def test_administrators_are_combined_with_nobody() -> None:
    together = {pair for pair in combinations(ROLES, 2) if not role_faults(pair, 1)}
    wanted = {pair for pair in combinations(ROLES, 2) if not ADMINISTRATORS & set(pair)}
    assert together == wanted


@pytest.mark.parametrize(("roles", "unit", "faults"), [
    (["clerk"], 1, 0), (["clerk"], None, 1), (["signer", "reviewer"], None, 1), (["reviewer"], None, 0), (["system"], None, 0),
    ([], 1, 1), (["king"], 1, 1), (["system", "clerk"], None, 2)])
def test_roles(roles: list[str], unit: int | None, faults: int) -> None:
    assert len(role_faults(roles, unit)) == faults
