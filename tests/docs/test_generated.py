"""The generated pages say what the registers say."""
from __future__ import annotations

import pytest

from scoring import places
from scoring.cli._pages import pages


@pytest.mark.parametrize("name", sorted(pages()))
def test_the_page_is_fresh(name: str) -> None:
    assert (places.documents() / "generated" / name).read_text(encoding="utf-8") == pages()[name]
