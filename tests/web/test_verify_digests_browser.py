"""The digests and the hash tree of the browser's verifier are those of the program's."""
from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from playwright.sync_api import Page

from scoring.core import canonical
from scoring.core.digests import ALGORITHMS, Algorithm
from scoring.core.merkle import Tree
from scoring.core.sm3 import sm3
from tests.web.verifying import alone

LENGTHS = (*range(131), 183, 184, 191, 192, 193, 1000, 4095, 4096, 100_003)
TEXTS = ["", "abc", "政务公开", "𠀀" * 50, "\u0000\ud7ff\ue000"]
# GB/T 32905-2016, annex A; and of FIPS 180-4 the first example.
KNOWN = {
    "sm3": {"abc": "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0",
            "abcd" * 16: "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"},
    "sha256": {"abc": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
}
_DIGEST = """([name, texts]) => texts.map(text => ScoringVerify.bytes.hex(
  ScoringVerify.tree.algorithm(name).digest(ScoringVerify.bytes.encoded(text))))"""
_TREE = """([name, sizes]) => sizes.map(size => {
  const {root, leaf, climbed, algorithm} = ScoringVerify.tree, {hex} = ScoringVerify.bytes, digest = algorithm(name).digest;
  return hex(root(digest, Array.from({length: size}, (_, n) => leaf(digest, n))));
})"""
_CLIMB = """([name, asked]) => asked.map(([part, index, size, path]) => ScoringVerify.tree.climbed(
  ScoringVerify.tree.algorithm(name).digest, part, index, size, path))"""
BOTH = pytest.mark.parametrize("algorithm", ALGORITHMS.values(), ids=ALGORITHMS)


@pytest.fixture
def here(page: Page, tmp_path: Path) -> Page:
    """The page of one file, opened from the disk with the network off."""
    return alone(page, tmp_path)


@BOTH
def test_known_answers(here: Page, algorithm: Algorithm) -> None:
    known = KNOWN[algorithm.name]
    assert here.evaluate(_DIGEST, [algorithm.name, list(known)]) == list(known.values())
    assert [algorithm.hex(text.encode()) for text in known] == list(known.values())


@BOTH
def test_digests_at_every_length(here: Page, algorithm: Algorithm) -> None:
    texts = [*("".join(chr(48 + (n * n) % 75) for n in range(length)) for length in LENGTHS), *TEXTS]
    assert here.evaluate(_DIGEST, [algorithm.name, texts]) == [algorithm.hex(text.encode()) for text in texts]


def test_sm3_without_openssl_is_openssls() -> None:
    datas = [bytes(n % 251 for n in range(length)) for length in LENGTHS[:-1]]
    assert [sm3(data) for data in datas] == [hashlib.new("sm3", data).digest() for data in datas]


def tree(algorithm: Algorithm, size: int) -> Tree:
    return Tree(algorithm.digest, [canonical.encode(n) for n in range(size)])


@BOTH
def test_the_tree_of_1_to_40_parts(here: Page, algorithm: Algorithm) -> None:
    sizes = list(range(1, 41))
    assert here.evaluate(_TREE, [algorithm.name, sizes]) == [tree(algorithm, size).root.hex() for size in sizes]


@BOTH
def test_every_part_of_every_tree_leads_to_the_root_on_its_own_path_alone(here: Page, algorithm: Algorithm) -> None:
    right: list[list[object]] = []
    wrong: list[list[object]] = []
    roots = []
    for size in range(1, 41):
        made = tree(algorithm, size)
        for index in range(size):
            path = [beside.hex() for beside in made.path(index)]
            right.append([index, index, size, path])
            roots.append(made.root.hex())
            wrong += [[index, index, size, [*path, "0" * 64]], [index, index, size, path[:-1]] if path else [index, 1, 1, []],
                      [index + 1, index, size, path], [index, size, size, path], [index, -1, size, path]]
    assert here.evaluate(_CLIMB, [algorithm.name, right]) == roots
    found = here.evaluate(_CLIMB, [algorithm.name, wrong])
    assert [asked for asked, root in zip(wrong, found, strict=True) if root in roots] == []
