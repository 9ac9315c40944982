"""Accesses the Windows registry, where browsers look for the manifest of a host. A no-op on other systems."""

from __future__ import annotations

import contextlib
import sys


def write(key: str, value: str) -> None:
    """Sets the default value of a key under HKEY_CURRENT_USER."""
    if sys.platform == "win32":
        import winreg

        with winreg.CreateKey(winreg.HKEY_CURRENT_USER, key) as opened:
            winreg.SetValueEx(opened, "", 0, winreg.REG_SZ, value)


def has(key: str) -> bool:
    if sys.platform == "win32":
        import winreg

        with contextlib.suppress(FileNotFoundError), winreg.OpenKey(winreg.HKEY_CURRENT_USER, key):
            return True
    return False


def delete(key: str) -> None:
    if sys.platform == "win32":
        import winreg

        with contextlib.suppress(FileNotFoundError):
            winreg.DeleteKey(winreg.HKEY_CURRENT_USER, key)
