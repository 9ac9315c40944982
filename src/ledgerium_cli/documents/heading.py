"""How every document begins: what was seen, and what of it is a guess."""

from __future__ import annotations

from ledgerium_cli.documents.text import Blocks, md
from ledgerium_cli.documents.view import View
from ledgerium_cli.documents.words import listed


def heading(document: str, view: View) -> Blocks:
    blocks = [f"# {md(view.name)}", f"{document}: {view.scope}."]
    if view.is_made_up:
        blocks.append("**Made up:** a program generated at least one of the recordings, no person at work.")
    if view.guesses:
        blocks.append(
            f"> **Guessed** from what was on the screen: {listed(view.guesses)}. The events and their times were "
            "recorded. `ledgerium init` writes a workflow file to correct the guesses in."
        )
    return blocks
