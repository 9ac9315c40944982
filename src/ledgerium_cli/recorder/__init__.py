"""The browser extension bundled with the package, and the native messaging host that writes its files."""

from __future__ import annotations

from enum import StrEnum


class Browser(StrEnum):
    """The browsers that the recorder's host can be installed for."""

    CHROMIUM = "chromium"
    CHROME = "chrome"
    EDGE = "edge"
    BRAVE = "brave"
