"""What git asks for: `ledgerium merge-driver`."""

from __future__ import annotations

import subprocess
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Annotated

import typer

from ledgerium_cli.cli.options import tell
from ledgerium_cli.errors import OutputError
from ledgerium_cli.output.names import BASE_NAME, MADE_ANEW, SOP_NAME


def merge_driver(
    ancestor: Annotated[Path, typer.Argument(metavar="%O", help="The file before the branches parted.")],
    ours: Annotated[Path, typer.Argument(metavar="%A", help="The file of the branch here; gets the result.")],
    theirs: Annotated[Path, typer.Argument(metavar="%B", help="The file of the other branch.")],
    path: Annotated[str, typer.Argument(metavar="%P", help="Where it stands in the repository.")],
) -> None:
    """Merge the documents of two branches for git, step by step.

    Git calls it for the files that .gitattributes names, as in the line "ledgerium-out/* merge=ledgerium", once it is
    told how in each clone. Examples, of how to tell it, and of a call by hand:

    git config merge.ledgerium.driver "ledgerium merge-driver %O %A %B %P"

    ledgerium merge-driver before.md ours.md theirs.md ledgerium-out/sop.md

    Exit code 1: settle what stands between marks in sop.md. Build after the merge.
    """
    where = PurePosixPath(path)
    if where.name in MADE_ANEW:
        return
    versions = [one.read_bytes() for one in (ancestor, ours, theirs)]
    try:
        merged = (_base if where.name == BASE_NAME else _sop)(where, *versions)
    except OutputError as error:
        tell(f"ledgerium: {error}")
        merged = None
    if merged is None:
        raise typer.Exit(_by_lines(ancestor, ours, theirs))
    content, is_clash = merged
    ours.write_bytes(content)
    raise typer.Exit(int(is_clash))


def _base(path: PurePosixPath, ancestor: bytes, ours: bytes, theirs: bytes) -> tuple[bytes, bool] | None:
    from ledgerium_cli.documents.merge.branches.driver import merged_base

    content = merged_base(ancestor, ours, theirs)
    return (content, False) if content is not None else None


def _sop(path: PurePosixPath, ancestor: bytes, ours: bytes, theirs: bytes) -> tuple[bytes, bool] | None:
    """The merged file, and whether it holds a conflict; None where it is no SOP of which the builds are known."""
    from ledgerium_cli.documents.merge.branches.committed import committed_beside, standing_beside
    from ledgerium_cli.documents.merge.branches.driver import Side, is_left_by, merged_sop

    if path.name != SOP_NAME:
        return None
    had, own, other = (
        committed_beside(one, path, BASE_NAME, partial(is_left_by, one)) for one in (ancestor, ours, theirs)
    )
    # What is here may not be committed yet, as at the second of several picks.
    own = own or standing_beside(path, BASE_NAME)
    other = other or own
    if own is None or other is None:
        tell(f"ledgerium: {path}: no {BASE_NAME} of its builds is known, so it is merged by lines.")
        return None
    # Git may have put the ancestor together itself, of what both know.
    had = had or own + b"\n" + other
    merged = merged_sop(str(path), Side(ancestor, had), Side(ours, own), Side(theirs, other))
    if merged is None:
        return None
    for line in merged.told:
        tell(f"ledgerium: {path}: {line}")
    return merged.content, bool(merged.clashes)


def _by_lines(ancestor: Path, ours: Path, theirs: Path) -> int:
    """Merge as git does by itself; the number of conflicts, as it counts them."""
    names = ("ours", "ancestor", "theirs")
    labels = [part for name in names for part in ("-L", name)]
    return subprocess.run(["git", "merge-file", *labels, ours, ancestor, theirs], check=False).returncode
