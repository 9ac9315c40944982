"""A real folder with an SOP, in which people edit and builds are made, also on branches of git."""

import re
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path

from ledgerium_cli.build import _sop
from ledgerium_cli.documents.merge.base_file import last_builds
from ledgerium_cli.documents.merge.folder import Standing, standing_in
from ledgerium_cli.documents.view.model import View
from ledgerium_cli.findings.analysis import Analysis
from ledgerium_cli.load import load

from .make import by_ours

EXAMPLE = Path(__file__).parents[3] / "examples" / "sales-order"


@cache
def recorded(more: tuple[str, ...]) -> Analysis:
    return load([*map(str, EXAMPLE.glob("*.jsonl")), *more], EXAMPLE / "workflow.toml").analysis


BUILT: dict[tuple[int, Standing], tuple[Analysis, bytes, str]] = {}


def built(folder: Path, analysis: Analysis) -> tuple[bytes, str]:
    """`sop.md` and `sop.base.md` as a build writes them there. Many tests begin with the same builds: each is made
    once."""
    found = standing_in(folder)
    key = id(analysis), found
    if key not in BUILT:
        own = _sop(View(analysis), folder, found)
        BUILT[key] = analysis, own.kept.content, own.base
    return BUILT[key][1:]


class Folder:
    """An SOP that people edit between two builds."""

    def __init__(self, path: Path) -> None:
        self.path, self.analysis = path, recorded(())

    def build(self) -> str:
        sop, base = built(self.path, self.analysis)
        (self.path / "sop.md").write_bytes(sop)
        (self.path / "sop.base.md").write_text(base, "utf-8")
        return (self.path / "sop.md").read_text("utf-8")

    def write(self, *changes: tuple[str, str]) -> None:
        """An edit without a build."""
        sop = (self.path / "sop.md").read_text("utf-8")
        for was, now in changes:
            assert was in sop
            sop = sop.replace(was, now, 1)
        (self.path / "sop.md").write_text(sop, "utf-8")

    def edited(self, *changes: tuple[str, str]) -> str:
        self.write(*changes)
        return self.build()


def generated_in(folder: Folder) -> str:
    """What the last build generated there."""
    [last] = last_builds((folder.path / "sop.base.md").read_bytes())
    return last.generated


def revisions(sop: str) -> list[tuple[str, str]]:
    return re.findall(r"^\| `([0-9a-f]{12})` \| [^|]* \| (.*) \|$", sop, re.MULTILINE)


SAVE = "9. Press “Save order”."


RECORDED = sorted(map(str, EXAMPLE.glob("*.jsonl")))
BOTH = ("sop.md", "sop.base.md")
VALIDATE = "press “Validate order”."


def files(folder: Folder) -> dict[str, str]:
    return {name: (folder.path / name).read_text("utf-8") for name in BOTH}


@cache
def analysis_of(recordings: tuple[str, ...]) -> Analysis:
    return load(recordings, EXAMPLE / "workflow.toml").analysis


def declaring_announced(recordings: list[str], folder: Path) -> Analysis:
    """The same with another rule: the quantity may be announced as well."""
    declared = (EXAMPLE / "workflow.toml").read_text("utf-8")
    file = folder / "announced.toml"
    file.write_text(declared.replace("is in stock.", "is in stock or announced."), "utf-8")
    return load(recordings, file).analysis


def built_of(folder: Folder, recordings: list[str]) -> dict[str, str]:
    folder.analysis = analysis_of(tuple(recordings))
    folder.build()
    return files(folder)


Versions = dict[str, dict[str, str]]


def put(folder: Folder, own: dict[str, str]) -> None:
    for name in BOTH:
        (folder.path / name).write_text(own[name], "utf-8")


def merge_by_git(folder: Folder, versions: Versions, *options: str) -> None:
    for name in BOTH:
        for side, files_of in versions.items():
            (folder.path / f"{side}-{name}").write_text(files_of[name], "utf-8")
        of = [folder.path / f"{side}-{name}" for side in ("ours", "first", "theirs")]
        done = subprocess.run(["git", "merge-file", "-p", *options, *of], capture_output=True, check=False)
        (folder.path / name).write_bytes(done.stdout)


def settled_by_ours(folder: Folder) -> str:
    return settled(folder, by_ours)


def settled(folder: Folder, by: Callable[[str], str]) -> str:
    """The build after each conflict of git in `sop.md` was settled so."""
    file = folder.path / "sop.md"
    merged = file.read_text("utf-8")
    own = by(merged)
    assert own != merged
    file.write_text(own, "utf-8")
    return folder.build()


MARKED = re.compile(r"^(.*) \*\((?:edited|added)\)\*", re.MULTILINE)


def declaring(folder: Folder, *changes: tuple[str, str]) -> dict[str, str]:
    """The files of a build with a workflow file that declares something otherwise."""
    workflow = (EXAMPLE / "workflow.toml").read_text("utf-8")
    for was, now in changes:
        assert was in workflow
        workflow = workflow.replace(was, now)
    (folder.path / "workflow.toml").write_text(workflow, "utf-8")
    folder.analysis = load(RECORDED[:1], folder.path / "workflow.toml").analysis
    folder.build()
    return files(folder)


PRICE = "- Rule: The unit price is not below the price list. *(declared)*"
