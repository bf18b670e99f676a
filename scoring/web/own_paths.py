"""Where a page may send the reader afterwards: to our own pages and nowhere else."""
from __future__ import annotations

import re
from urllib.parse import unquote

# One slash, then anything but blanks and backslashes: what browsers read as another host is not among them.
_OWN = re.compile(r"/(?!/)[^\s\\]*")
LONGEST = 2000


def own_path(text: str) -> str:
    """The text if it is a path of this site, else ''. Percent-encoded tricks are looked at decoded, too."""
    decoded = unquote(unquote(text))
    sound = all(_OWN.fullmatch(form.partition("?")[0]) and form.isprintable() and "//" not in form.partition("?")[0]
                for form in (text, decoded))
    return text if sound and len(text) <= LONGEST else ""
