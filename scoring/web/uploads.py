"""How a request is read: uploads stay in memory, so that what must not be stored never touches the disk."""
from __future__ import annotations

import io
from typing import IO

from flask import Request


class InMemoryRequest(Request):
    """A request whose uploaded files are kept in memory; MAX_CONTENT_LENGTH bounds them all together."""

    def _get_file_stream(self, total_content_length: int | None, content_type: str | None,
                         filename: str | None = None, content_length: int | None = None) -> IO[bytes]:
        """Where the parser writes a part: Werkzeug's own choice would be a temporary file above 500 KB."""
        return io.BytesIO()
