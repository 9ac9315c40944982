"""Registers the native messaging host where browsers look for it."""

from __future__ import annotations

import base64
import hashlib
import json
import shlex
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath
from typing import Literal

from ledgerium_cli.errors import OutputError
from ledgerium_cli.output.write import write_documents
from ledgerium_cli.recorder import Browser, registry
from ledgerium_cli.recorder.extension import find_extension

HOST = "com.ledgerium.recorder"
System = Literal["linux", "darwin", "win32"]

_FOLDERS: dict[System, dict[Browser, str]] = {
    "linux": {
        Browser.CHROMIUM: ".config/chromium",
        Browser.CHROME: ".config/google-chrome",
        Browser.EDGE: ".config/microsoft-edge",
        Browser.BRAVE: ".config/BraveSoftware/Brave-Browser",
    },
    "darwin": {
        Browser.CHROMIUM: "Library/Application Support/Chromium",
        Browser.CHROME: "Library/Application Support/Google/Chrome",
        Browser.EDGE: "Library/Application Support/Microsoft Edge",
        Browser.BRAVE: "Library/Application Support/BraveSoftware/Brave-Browser",
    },
    "win32": {
        Browser.CHROMIUM: r"Software\Chromium",
        Browser.CHROME: r"Software\Google\Chrome",
        Browser.EDGE: r"Software\Microsoft\Edge",
        # Chromium's code uses this key unless it is branded Chromium, and Brave does not change it.
        Browser.BRAVE: r"Software\Google\Chrome",
    },
}


@dataclass(frozen=True, slots=True)
class Place:
    """The files and keys that register the host with one browser."""

    manifest: PurePath
    registry: str | None
    """On Windows, the key under HKEY_CURRENT_USER whose value is the path of the manifest. There all browsers use
    the same manifest, and Brave uses the key of Chrome."""


def place_of(browser: Browser, system: System, home: str) -> Place:
    """Where a browser looks, in a person's home folder. Pure.

    Sources: developer.chrome.com "Native messaging host location", the same page of Edge; for Brave, where programs
    that people use with it put theirs.
    """
    folder = _FOLDERS[system][browser]
    if system == "win32":
        base = PureWindowsPath(home) / "AppData" / "Local" / "Ledgerium"
        return Place(base / f"{HOST}.json", rf"{folder}\NativeMessagingHosts\{HOST}")
    return Place(PurePosixPath(home) / folder / "NativeMessagingHosts" / f"{HOST}.json", None)


def launcher_of(system: System, python: str, folder: str) -> str:
    """The script that the browser starts, needed because browsers pass no arguments of ours. Pure."""
    if system == "win32":
        command = f'"{python}" -m ledgerium_cli.recorder.host "{folder}"'.replace("%", "%%")
        return f"@chcp 65001 >nul\r\n@{command}\r\n"  # the script is in UTF-8
    return f"#!/bin/sh\nexec {shlex.quote(python)} -m ledgerium_cli.recorder.host {shlex.quote(folder)}\n"


def extension_id() -> str:
    """The id that the key in the extension's manifest determines: half of its SHA-256, in the letters a to p."""
    manifest = json.loads((find_extension() / "manifest.json").read_text("utf-8"))
    digest = hashlib.sha256(base64.b64decode(manifest["key"])).hexdigest()[:32]
    return digest.translate(str.maketrans("0123456789abcdef", "abcdefghijklmnop"))


def manifest_of(launcher: str) -> str:
    manifest = {
        "name": HOST,
        "description": "Lets the Ledgerium Recorder write recordings into a folder.",
        "path": launcher,
        "type": "stdio",
        "allowed_origins": [f"chrome-extension://{extension_id()}/"],
    }
    return json.dumps(manifest, indent=2) + "\n"


def this_system() -> System:
    if sys.platform == "win32":
        return "win32"
    return "darwin" if sys.platform == "darwin" else "linux"


def install(folder: Path, browsers: Sequence[Browser], home: Path | None = None) -> list[Path]:
    """Registers the host that writes to `folder` with the given browsers; returns the manifests written.

    Raises OutputError.
    """
    system, home = this_system(), home or Path.home()
    written = []
    for browser in browsers:
        place = place_of(browser, system, str(home))
        manifest = Path(place.manifest.as_posix())
        launcher = manifest.with_name(f"{HOST}.{'bat' if system == 'win32' else 'sh'}")
        script = launcher_of(system, sys.executable, str(folder.resolve()))
        write_documents(manifest.parent, {launcher.name: script, manifest.name: manifest_of(str(launcher))})
        launcher.chmod(0o755)
        if place.registry is not None:
            registry.write(place.registry, str(manifest))
        written.append(manifest)
    return written


def uninstall(browsers: Sequence[Browser], home: Path | None = None) -> list[Path]:
    """Removes what `install` wrote and returns the manifests removed; recordings stay. Raises OutputError."""
    system, home = this_system(), home or Path.home()
    removed = []
    for browser in browsers:
        place = place_of(browser, system, str(home))
        if place.registry is not None:
            registry.delete(place.registry)
        if _is_used(system, home):
            continue
        manifest = Path(place.manifest.as_posix())
        try:
            if manifest.exists():
                manifest.unlink()
                removed.append(manifest)
            for launcher in manifest.parent.glob(f"{HOST}.*"):
                launcher.unlink()
        except OSError as error:
            raise OutputError(
                f"{manifest}: cannot be removed ({error.strerror}). Remove it by hand."
            ) from error
    return removed


def _is_used(system: System, home: Path) -> bool:
    """Whether another browser still uses the shared manifest."""
    keys = {place_of(browser, system, str(home)).registry for browser in Browser}
    return any(key is not None and registry.has(key) for key in keys)
