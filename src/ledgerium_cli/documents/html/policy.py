"""Hashes for content security policies that allow only scripts and styles inside the page."""

from __future__ import annotations

import base64
import hashlib


def source_hash(source: str) -> str:
    """The hash of a script or style, as a content security policy writes it."""
    return f"sha256-{base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()}"
