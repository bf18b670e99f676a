"""The tree over the parts of a snapshot, against RFC 9162's own definition written out here."""
from __future__ import annotations

import hashlib
from collections.abc import Sequence

import pytest

from scoring.core.merkle import Tree, climbed


def digest(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def defined(parts: Sequence[bytes]) -> bytes:
    """MTH of RFC 9162, section 2.1.1: divided at the largest power of two below the number of parts."""
    if len(parts) == 1:
        return digest(b"\x00" + parts[0])
    middle = 1 << (len(parts) - 1).bit_length() - 1
    return digest(b"\x01" + defined(parts[:middle]) + defined(parts[middle:]))


PARTS = [b"part %d" % n for n in range(33)]


@pytest.mark.parametrize("size", range(1, 34))
def test_the_root_is_the_one_defined_and_every_part_climbs_to_it(size: int) -> None:
    tree = Tree(digest, PARTS[:size])
    assert (tree.root, tree.size) == (defined(PARTS[:size]), size)
    for n, part in enumerate(PARTS[:size]):
        assert climbed(digest, part, n, size, tree.path(n)) == tree.root


def test_a_known_tree() -> None:
    # Three empty parts, worked out with sha256sum: leaf 6e34…, node of two leaves, then that node with the third.
    leaf = hashlib.sha256(b"\x00").digest()
    two = hashlib.sha256(b"\x01" + leaf + leaf).digest()
    assert leaf.hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert Tree(digest, [b"", b"", b""]).root == hashlib.sha256(b"\x01" + two + leaf).digest()


def test_what_is_no_proof() -> None:
    tree = Tree(digest, PARTS[:6])
    path = tree.path(4)
    for part, index, size, given in (
            (b"other", 4, 6, path), (PARTS[4], 5, 6, path), (PARTS[4], 0, 6, path), (PARTS[4], 4, 8, path),
            (PARTS[4], 4, 6, path[:-1]), (PARTS[4], 4, 6, (*path, path[0])), (PARTS[4], 4, 6, path[::-1]),
            (PARTS[4], -1, 6, path), (PARTS[4], 6, 6, path), (PARTS[4], 4, 6, ())):
        assert climbed(digest, part, index, size, given) != tree.root, (part, index, size)


def test_a_node_does_not_pass_for_a_part() -> None:
    tree = Tree(digest, PARTS[:4])
    left, right = tree.levels[1]
    assert climbed(digest, left + right, 0, 1, ()) != tree.root
