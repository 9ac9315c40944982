"""The main job as a library: an analysis of recordings in, its documents out.

from ledgerium_cli.build import Drawn, documents_of
from ledgerium_cli.load import load

analysis = load(["trace.jsonl"]).analysis
documents = documents_of(analysis)
drawn = Drawn(analysis, folder)  # with what people wrote into the sop.md there: drawn.documents, drawn.kept
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from msgspec import Struct

from ledgerium_cli.documents.analysis.render import analysis_pieces
from ledgerium_cli.documents.changes import Change, changed_keys, changes, stands_in
from ledgerium_cli.documents.html.page import Texts, render_html
from ledgerium_cli.documents.map.dot import render_dot
from ledgerium_cli.documents.map.svg import draw_svg
from ledgerium_cli.documents.merge.folder import Standing, read_file, readable, standing_in
from ledgerium_cli.documents.merge.written import (
    Kept,
    base_note,
    base_of,
    base_text,
    keep_edits,
    names_given,
    refuse_conflict_of_git,
)
from ledgerium_cli.documents.opportunities.render import render_opportunities
from ledgerium_cli.documents.report.render import render_report
from ledgerium_cli.documents.sop.content import version_of
from ledgerium_cli.documents.sop.digests import said_in
from ledgerium_cli.documents.sop.edits import People, edits_in, noted, remembered
from ledgerium_cli.documents.sop.render import render_sop
from ledgerium_cli.documents.view.model import View
from ledgerium_cli.documents.view.nameless import nameless
from ledgerium_cli.documents.words import MOST_NAMED, count, listed
from ledgerium_cli.engine.beside import for_so_many
from ledgerium_cli.findings.analysis import Analysis
from ledgerium_cli.findings.sentence import in_quotation_marks
from ledgerium_cli.load import Loaded
from ledgerium_cli.output.content import Content, Streamed, bytes_of
from ledgerium_cli.output.names import ANALYSIS_NAME, BASE_NAME, SOP_NAME
from ledgerium_cli.output.write import begin
from ledgerium_cli.problems import as_text
from ledgerium_cli.unchanged import Outcome, Wanted


def documents_of(analysis: Analysis) -> dict[str, str]:
    """Every document by its file name, as it is generated."""
    return {name: bytes_of(content).decode() for name, content in documents_anew(analysis).items()}


def documents_anew(analysis: Analysis, view: View | None = None) -> dict[str, Content]:
    """Every document as `documents_of` gives it, the largest in pieces."""
    view = view or View(analysis)
    sop = render_sop(analysis, view=view)
    return _documents(view, base_of(sop, said_in(view)), sop)


class Begun(Struct, frozen=True):
    """What a second process begins to write into a folder while the documents are made."""

    documents: dict[str, Content]
    """None where they are small."""
    names: Mapping[str, str]
    """Those of steps in them."""


def begun_documents(analysis: Analysis, folder: Path, *, fresh: bool = False) -> Begun:
    """Raises OutputError when the SOP that stands there cannot be read."""
    meanwhile = for_so_many(len(analysis.cases))
    if not meanwhile.others:
        return Begun({}, {})
    names = {} if fresh else _names_in(standing_in(folder))
    return Begun({ANALYSIS_NAME: begin(folder, _analysis_json(analysis, names), meanwhile)}, names)


class Drawn:
    """Every document of an analysis for a folder, with all that people wrote into the SOP there, until they are put in
    their places. Writes nothing; raises OutputError when the SOP that stands there cannot be read.
    """

    documents: dict[str, Content]
    kept: Kept | None
    """What came of what people wrote."""

    def __init__(
        self, analysis: Analysis, folder: Path, view: View | None = None, *, fresh: bool = False
    ) -> None:
        """With `fresh` the SOP is written anew, whatever stands there."""
        self._view, self._folder = view or View(analysis), folder
        self._draw(None if fresh else standing_in(folder))

    def with_begun(self, begun: Begun) -> dict[str, Content]:
        """Every document, those that are begun as such, unless people have named steps otherwise since."""
        return {**self.documents, **(begun.documents if begun.names == self._names else {})}

    def late(self) -> dict[str, Content]:
        """Those that are others now, since somebody saved the SOP after it was read."""
        if self._found is None or (found := standing_in(self._folder)) == self._found:
            return {}
        names = self._names
        self._draw(found)
        same = {ANALYSIS_NAME} if self._names == names else set()
        return {name: content for name, content in self.documents.items() if name not in same}

    def _draw(self, found: Standing | None) -> None:
        self._found = found
        if found is None:
            self._names: Mapping[str, str] = {}
            self.documents, self.kept = documents_anew(self._view.analysis, self._view), None
            return
        own = _sop(self._view, self._folder, found)
        self._names, self.kept = own.names, own.kept
        documents = _documents(self._view.naming(own.names), own.base, own.kept.merged.text)
        self.documents = {**documents, SOP_NAME: own.kept.content}


def sop_with_edits(analysis: Analysis, folder: Path) -> tuple[Kept, str]:
    """What a build would write into the SOP of a folder, and as it is generated. Writes nothing.

    Raises OutputError when the SOP that stands there cannot be read.
    """
    own = _sop(View(analysis), folder, standing_in(folder))
    return own.kept, own.generated


def outcome_of(loaded: Loaded, view: View, folder: Path, kept: Kept | None) -> Outcome:
    """What a person has to know of documents; `kept` of what people wrote into the SOP, unless it is written anew."""
    analysis = view.analysis
    counted = {
        **view.holding,
        "case": len(analysis.cases),
        "step": analysis.order.steps,
    }
    found = ", ".join(count(n, what) for what, n in counted.items() if n)
    return Outcome(
        about_input=loaded.about_input,
        counts=as_text(f"{found}. Open {folder / 'report.html'} first."),
        about_work=(*_about_work(loaded, view),),
        about_edits=(*kept.told,) if kept is not None else (),
        conflicts=kept.conflicts if kept is not None and kept.merged.conflicts else None,
    )


def _about_work(loaded: Loaded, view: View) -> Iterator[str]:
    if found := view.without_case:
        files = listed([as_text(loaded.sources[one.id].file) for one in found], MOST_NAMED)
        yield (
            f"{count(len(found), 'more recording holds', 'more recordings hold')} no case ({files}): nothing was done "
            "there that belongs to one; pages that were only opened make none."
        )
    if (bare := nameless(view)) is not None:
        where = listed([in_quotation_marks(view.called(one)) for one in bare.activities], MOST_NAMED)
        yield (
            f"Without a name: the control of {bare.counted}, in {where}. What recorded them could read none. Write "
            "into sop.md which it is (it stays), or have the page name it, and record again."
        )


def remember(
    asked: Wanted, loaded: Loaded, documents: Mapping[str, Content], view: View, *, fresh: bool = False
) -> None:
    """That these documents stand there, for the next build of the same; unless that would make others of them.

    With `fresh` the SOP was written without what people changed in it.
    """
    kept = None
    if not fresh:
        theirs, base = bytes_of(documents[SOP_NAME]), bytes_of(documents[BASE_NAME])
        own = _sop(view, asked.folder, Standing(theirs, base))
        kept = own.kept
        if (kept.content, own.base.encode()) != (theirs, base):
            return
    if loaded.notice is None:
        asked.remember(documents, outcome_of(loaded, view, asked.folder, kept))


class _Sop(Struct, frozen=True):
    generated: str
    base: str
    """The same, for the next build."""
    kept: Kept
    """With what people wrote into it."""
    names: Mapping[str, str]
    """That people gave to steps, by the ids of these."""


def _sop(view: View, folder: Path, found: Standing) -> _Sop:
    """A second build of the same finds the same names: where the merge has found of which step one is, that counts."""
    names = _names_in(found)
    own = _sop_naming(view, folder, found, names)
    again = names_given(own.kept.content, own.base.encode())
    return own if again == names else _sop_naming(view, folder, found, again)


def _sop_naming(view: View, folder: Path, found: Standing, names: Mapping[str, str]) -> _Sop:
    """Its version is of what people make of it, which is known when what is generated is merged with theirs."""
    theirs, base = found.theirs, found.base
    named, previous, said = view.naming(names), base_text(base or theirs, theirs), said_in(view)
    note = base_note(base, theirs)
    before = remembered(note)

    def merged(people: People | None = None) -> tuple[str, Kept]:
        generated = render_sop(view.analysis, previous, named, people)
        return generated, keep_edits(str(folder / SOP_NAME), theirs, base, generated, said)

    generated, kept = merged()
    people = People(edits_in(kept.merged.text, generated), before, known=kept.knew_base)
    if people.now or before is not None:
        generated, kept = merged(people)
    if view.analysis.filtered is None or not previous:  # what it leaves out is no revision
        note = noted(people, version_of(named))
    return _Sop(generated, base_of(generated, said, note), kept, names)


def _names_in(found: Standing) -> Mapping[str, str]:
    return names_given(found.theirs, found.base)


def view_with_names(analysis: Analysis, folder: Path) -> View:
    """With the names that people gave to steps in the SOP of a folder.

    Raises OutputError when the SOP that stands there cannot be read, or holds a conflict of git.
    """
    found = standing_in(folder)
    refuse_conflict_of_git(str(folder / SOP_NAME), found.theirs)
    return View(analysis).naming(_names_in(found), headings=True)


def changes_in(folder: Path, documents: Mapping[str, Content]) -> list[Change]:
    """What writing the documents into a folder would change there. Writes nothing.

    Raises OutputError when a document that stands there cannot be read.
    """
    found: list[Change] = []
    for name, content in documents.items():
        file, own = folder / name, None
        with readable(file):
            if stands_in(file, content):
                continue
            if isinstance(content, Streamed) and file.exists():
                own = changed_keys(name, file, content)
        made = bytes_of(documents[BASE_NAME]) if name == SOP_NAME and BASE_NAME in documents else None
        found += own or changes({name: read_file(file)}, {name: bytes_of(content)}, made)
    return found


def _documents(view: View, base: str, sop: str) -> dict[str, Content]:
    """With the base of the SOP, and with the SOP as people left it."""
    analysis = view.analysis
    dot = render_dot(analysis, view)
    with ThreadPoolExecutor(1) as meanwhile:
        drawn = meanwhile.submit(draw_svg, dot)  # by another program
        texts = Texts(sop, render_report(analysis, view), render_opportunities(analysis, view))
        page = render_html(analysis, texts, view)
    return {
        SOP_NAME: sop,
        "map.dot": dot,
        "map.svg": drawn.result(),
        "report.md": texts.report,
        "opportunities.md": texts.opportunities,
        "report.html": page,
        ANALYSIS_NAME: _analysis_json(analysis, view.given),
        BASE_NAME: base,
    }


def _analysis_json(analysis: Analysis, names: Mapping[str, str]) -> Streamed:
    return Streamed(partial(analysis_pieces, analysis, names))
