"""The browser extension, as the package carries it, and the host that lets it write files."""

from __future__ import annotations

from enum import StrEnum


class Browser(StrEnum):
    """The browsers that the recorder's host can be installed for."""

    CHROMIUM = "chromium"
    CHROME = "chrome"
    EDGE = "edge"
    BRAVE = "brave"
