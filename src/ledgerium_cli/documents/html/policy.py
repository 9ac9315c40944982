"""What a page lets run: only what stands in it, known by its hash."""

from __future__ import annotations

import base64
import hashlib


def source_hash(source: str) -> str:
    """As a content security policy names a script or a style."""
    return f"sha256-{base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()}"
