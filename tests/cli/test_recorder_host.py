"""Recordings that grow on the disk while they are made: the host process, over real pipes."""

import json
import random
import resource
import struct
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from ledgerium_cli.recorder import Browser, registry
from ledgerium_cli.recorder.install import HOST, install, launcher_of, place_of, uninstall

IN_REGISTRY = rf"NativeMessagingHosts\{HOST}"

HEADER = '{"kind":"header","recording":"ana-1"}\n'


class Host:
    def __init__(self, process):
        self.process = process

    def send(self, message):
        data = json.dumps(message).encode()
        self.process.stdin.write(struct.pack("=I", len(data)) + data)
        self.process.stdin.flush()

    def answer(self):
        head = self.process.stdout.read(4)
        return json.loads(self.process.stdout.read(*struct.unpack("=I", head))) if len(head) == 4 else None

    def ask(self, **message):
        self.send(message)
        return self.answer()


@contextmanager
def host(folder, **options):
    command = [sys.executable, "-m", "ledgerium_cli.recorder.host", folder]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, **options) as process:
        try:
            yield Host(process)
        finally:
            process.kill()


def test_a_recording_grows_line_by_line_and_is_finished_whole(tmp_path):
    with host(tmp_path / "new") as one:
        assert one.ask(open="ana-1", text=HEADER) == {"lines": 1}
        assert one.ask(append="ana-1", text="1\n2\n") == {"lines": 2}
        assert (tmp_path / "new" / "ana-1.jsonl").read_text() == HEADER + "1\n2\n"
        assert one.ask(finish="ana-1", text=HEADER + "1\n2\nseal\n") == {"lines": 4}
    assert (tmp_path / "new" / "ana-1.jsonl").read_text() == HEADER + "1\n2\nseal\n"
    assert [file.name for file in (tmp_path / "new").iterdir()] == ["ana-1.jsonl"]


@pytest.mark.parametrize("times", [10, pytest.param(200, marks=pytest.mark.trials)])
def test_a_host_killed_at_any_moment_has_every_acknowledged_line_whole(tmp_path, times):
    chance = random.Random(times)
    for trial in range(times):
        folder = tmp_path / str(trial)
        acknowledged = 0
        with host(folder) as one:
            assert one.ask(open="ana-1", text=HEADER) == {"lines": 1}
            end = time.monotonic() + chance.uniform(0.0, 0.05)
            for number in range(100_000):
                if time.monotonic() > end:
                    one.send({"append": "ana-1", "text": f"{number}\n"})  # nobody waits for this one
                    one.process.kill()
                    break
                one.ask(append="ana-1", text=f"{number}\n")
                acknowledged += 1
        lines = (folder / "ana-1.jsonl").read_text().splitlines()
        assert lines[: acknowledged + 1] == [HEADER.strip(), *map(str, range(acknowledged))]
        assert len(lines) <= acknowledged + 2
        with host(folder) as one:
            assert one.ask(open="ana-1", text=HEADER + "0\n") == {"lines": 2}


@pytest.mark.parametrize("name", ["../ana", "/etc/ana", "a/b", "", ".hidden", "a" * 81, "ana\n"])
def test_a_name_that_leaves_the_folder_is_refused(tmp_path, name):
    with host(tmp_path / "in") as one:
        assert "error" in one.ask(open=name, text="x\n")
        assert one.ask(open="ana-1", text=HEADER) == {"lines": 1}
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


def test_a_file_of_somebody_else_is_left_alone(tmp_path):
    (tmp_path / "ana-1.jsonl").write_text("mine\n")
    with host(tmp_path) as one:
        assert "is no recording of this name" in one.ask(open="ana-1", text=HEADER)["error"]
    assert (tmp_path / "ana-1.jsonl").read_text() == "mine\n"


@pytest.mark.parametrize(
    "message", [[], {}, {"open": 1, "text": ""}, {"append": "ana-1"}, {"open": "a", "text": "x"}]
)
def test_a_message_that_makes_no_sense_is_answered(tmp_path, message):
    with host(tmp_path) as one:
        one.send(message)
        assert "error" in one.answer()
        assert one.ask(open="ana-1", text=HEADER) == {"lines": 1}


def test_a_full_disk_is_told_and_leaves_whole_lines(tmp_path):
    def little_room():
        resource.setrlimit(resource.RLIMIT_FSIZE, (200, 200))

    with host(tmp_path, preexec_fn=little_room) as one:
        assert one.ask(open="ana-1", text=HEADER) == {"lines": 1}
        assert "cannot be written" in one.ask(append="ana-1", text="x" * 300 + "\n")["error"]
        assert one.ask(append="ana-1", text="1\n") == {"lines": 1}
    assert (tmp_path / "ana-1.jsonl").read_text() == HEADER + "1\n"


@pytest.mark.parametrize(
    ("browser", "system", "home", "manifest"),
    [
        ("chromium", "linux", "/home/ana", "/home/ana/.config/chromium/NativeMessagingHosts"),
        ("brave", "linux", "/home/ana", "/home/ana/.config/BraveSoftware/Brave-Browser/NativeMessagingHosts"),
        ("chrome", "darwin", "/Users/ana", "/Users/ana/Library/Application Support/Google/Chrome/NativeMessagingHosts"),
        ("edge", "darwin", "/Users/ana", "/Users/ana/Library/Application Support/Microsoft Edge/NativeMessagingHosts"),
        ("edge", "win32", r"C:\Users\ana", r"C:\Users\ana\AppData\Local\Ledgerium"),
    ],
)  # fmt: skip
def test_every_browser_looks_in_a_place_of_its_own(browser, system, home, manifest):
    place = place_of(Browser(browser), system, home)
    assert str(place.manifest.parent) == manifest
    assert place.manifest.name == f"{HOST}.json"
    assert (place.registry is not None) == (system == "win32")


def test_the_launcher_stands_strange_folders():
    script = launcher_of("linux", "/opt/my python/bin/python", "/home/ana/it's mine")
    assert script.splitlines()[1] == (
        "exec '/opt/my python/bin/python' -m ledgerium_cli.recorder.host '/home/ana/it'\"'\"'s mine'"
    )


def test_what_is_installed_starts_and_goes_again(tmp_path):
    [manifest] = install(tmp_path / "recordings", [Browser.CHROMIUM], tmp_path)
    told = json.loads(manifest.read_text())
    assert told["allowed_origins"] == ["chrome-extension://koboikpagbleongjgaopkfhmdgikgdhj/"]
    with subprocess.Popen([told["path"]], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert Host(process).ask(open="ana-1", text=HEADER) == {"lines": 1}
        process.stdin.close()
    assert (tmp_path / "recordings" / "ana-1.jsonl").exists()
    assert uninstall([Browser.CHROMIUM], tmp_path) == [manifest]
    assert list(Path(manifest).parent.iterdir()) == []
    assert (tmp_path / "recordings" / "ana-1.jsonl").exists()


def test_on_windows_the_launcher_stands_umlauts_and_percent_signs():
    script = launcher_of("win32", r"C:\Python\python.exe", r"C:\Users\Jürgen\100%sure%")
    assert script.splitlines() == [
        "@chcp 65001 >nul",
        r'@"C:\Python\python.exe" -m ledgerium_cli.recorder.host "C:\Users\Jürgen\100%%sure%%"',
    ]


@pytest.fixture
def windows(monkeypatch):
    """Windows as far as the installation sees it: a registry, and who is asked for the system."""
    keys = {}
    monkeypatch.setattr("ledgerium_cli.recorder.install.this_system", lambda: "win32")
    monkeypatch.setattr(registry, "write", keys.__setitem__)
    monkeypatch.setattr(registry, "has", keys.__contains__)
    monkeypatch.setattr(registry, "delete", lambda key: keys.pop(key, None))
    return keys


def test_on_windows_every_browser_finds_the_manifest_by_its_key(windows, tmp_path):
    manifests = install(tmp_path / "recordings", list(Browser), tmp_path)
    [manifest] = set(manifests)
    folders = [r"Google\Chrome", "Chromium", r"Microsoft\Edge"]  # Brave goes by Chrome's
    assert windows == {rf"Software\{folder}\{IN_REGISTRY}": str(manifest) for folder in folders}
    assert json.loads(manifest.read_text())["path"].endswith(f"{HOST}.bat")


def test_on_windows_the_manifest_stays_while_a_browser_goes_by_it(windows, tmp_path):
    [manifest, _] = install(tmp_path / "recordings", [Browser.EDGE, Browser.CHROME], tmp_path)
    assert uninstall([Browser.EDGE], tmp_path) == []
    assert list(windows) == [rf"Software\Google\Chrome\{IN_REGISTRY}"]
    assert manifest.exists()
    assert uninstall([Browser.CHROME], tmp_path) == [manifest]
    assert windows == {}
    assert list(manifest.parent.iterdir()) == []
