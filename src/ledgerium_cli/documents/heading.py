"""How the report and the opportunities begin: what was seen, and what of it is a guess."""

from __future__ import annotations

from ledgerium_cli.documents.text import Blocks, md
from ledgerium_cli.documents.view import View


def heading(document: str, view: View) -> Blocks:
    blocks = [f"# {md(view.name)}", f"{document}: {view.scope}."]
    if view.is_made_up:
        blocks.append("**Made up:** a program generated at least one of the recordings, no person at work.")
    if not view.declared:
        blocks.append(
            "> **Parts of this document are guesses.** No workflow file declares the steps. The names "
            "of steps, where one ends and the next begins, which events make one case and what counts as a "
            "hold are guessed from what was on the screen. The events and their times are not: they were "
            "recorded. `ledgerium init` writes a workflow file to correct the guesses in."
        )
    return blocks
