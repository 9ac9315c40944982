"""Who installed the package alone can load the recorder."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from ledgerium_cli.errors import OutputError
from ledgerium_cli.recorder.extension import find_extension, unpack

from ..command import printed

SOURCE = Path(__file__).parents[2] / "recorder-extension"


def files(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_wheel_carries_the_extension_byte_for_byte(tmp_path):
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--disable-pip-version-check"]
    ran = subprocess.run([*build, "-w", tmp_path, SOURCE.parent], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    [wheel] = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "installed")
    carried = files(tmp_path / "installed" / "ledgerium_cli" / "recorder" / "extension")
    assert carried == files(SOURCE)


def test_the_command_prints_the_folder_to_load():
    folder = Path(printed("recorder", "path").strip())
    assert json.loads((folder / "manifest.json").read_text("utf-8"))["manifest_version"] == 3


def test_a_copy_is_made_and_renewed(tmp_path):
    folder = tmp_path / "new" / "recorder"
    assert files(unpack(folder)) == files(find_extension())
    (folder / "popup.js").write_text("old")
    (folder / "gone.js").write_text("old")
    assert files(unpack(folder)) == files(find_extension())
    assert [path.name for path in folder.parent.iterdir()] == ["recorder"]


@pytest.mark.parametrize("name", ["notes.txt", "manifest.json"])
def test_a_folder_with_anything_else_in_it_is_left_alone(tmp_path, name):
    (tmp_path / name).write_text("{}")
    with pytest.raises(OutputError, match="is no copy of the recorder"):
        unpack(tmp_path)
    assert (tmp_path / name).read_text() == "{}"
