"""The main job as a library: an analysis of recordings in, its documents out.

from ledgerium_cli.build import Drawn, documents_of
from ledgerium_cli.load import load

analysis = load(["trace.jsonl"]).analysis
documents = documents_of(analysis)
drawn = Drawn(analysis, folder)  # merged with people's edits of the sop.md there: drawn.documents, drawn.kept
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from ledgerium_cli.documents.analysis.render import analysis_pieces
from ledgerium_cli.documents.changes import Change, changed_keys, changes, stands_in
from ledgerium_cli.documents.heading import case_rule_unseen
from ledgerium_cli.documents.html.page import Texts, render_html
from ledgerium_cli.documents.map.dot import render_dot
from ledgerium_cli.documents.map.picture import NO_PICTURE, picture_of
from ledgerium_cli.documents.map.svg import REMEDY, NotDrawn
from ledgerium_cli.documents.merge.base_file import base_of, base_text, is_in_doubt, last_builds
from ledgerium_cli.documents.merge.folder import Standing, read_file, readable, standing_in
from ledgerium_cli.documents.merge.given_names import names_given
from ledgerium_cli.documents.merge.keep import Kept, keep_edits, refuse_conflict_of_git
from ledgerium_cli.documents.opportunities.render import render_opportunities
from ledgerium_cli.documents.report.render import render_report
from ledgerium_cli.documents.sop.content import version_of
from ledgerium_cli.documents.sop.digests import said_in
from ledgerium_cli.documents.sop.edits import Before, People, edits_in, noted
from ledgerium_cli.documents.sop.render import render_sop
from ledgerium_cli.documents.sop.revisions.branches import last_rows, told_elsewhere
from ledgerium_cli.documents.view.model import View
from ledgerium_cli.documents.view.nameless import nameless
from ledgerium_cli.documents.words import MOST_NAMED, count, listed
from ledgerium_cli.encoding import decoded, with_lf
from ledgerium_cli.engine.beside import for_so_many
from ledgerium_cli.findings.analysis import Analysis
from ledgerium_cli.load import Loaded
from ledgerium_cli.output.content import Content, Streamed, bytes_of
from ledgerium_cli.output.names import ANALYSIS_NAME, BASE_NAME, SOP_NAME
from ledgerium_cli.output.write import begin
from ledgerium_cli.problems import as_text
from ledgerium_cli.quotation import in_quotation_marks
from ledgerium_cli.recording.model import Recordings, no_recordings
from ledgerium_cli.unchanged import Outcome, Wanted


def documents_of(analysis: Analysis) -> dict[str, str]:
    """The text of every generated document by file name, without people's edits. `report.html`
    has the events behind a citation only by a `View` that reads recordings: `made_anew(view)`."""
    return {name: bytes_of(content).decode() for name, content in made_anew(View(analysis)).documents.items()}


def made_anew(view: View) -> Made:
    """Every generated document without people's edits, the largest in pieces, and where the map is missing."""
    sop = render_sop(view)
    return _made(view, base_of(sop, said_in(view)), sop)


class Made(Struct, frozen=True):
    documents: dict[str, Content]
    undrawn: tuple[str, ...]
    """The documents in which the map cannot be drawn."""


class Begun(Struct, frozen=True):
    """Documents that a second process has started to write into the folder while the others are made."""

    documents: dict[str, Content]
    """Empty for a small analysis."""
    names: Mapping[str, str]
    """The step names used in these documents, by step id."""


def begun_documents(analysis: Analysis, folder: Path, *, fresh: bool = False) -> Begun:
    """Start writing `analysis.json` in a second process when there are enough cases to be worth one.

    Raises OutputError when the SOP in the folder cannot be read.
    """
    meanwhile = for_so_many(len(analysis.cases))
    if not meanwhile.others:
        return Begun({}, {})
    names = {} if fresh else _names_in(standing_in(folder))
    return Begun({ANALYSIS_NAME: begin(folder, _analysis_json(analysis, names), meanwhile)}, names)


class Drawn:
    """The documents of an analysis for one folder, merged with people's edits of the SOP there. Writes nothing; raises
    OutputError when the SOP in the folder cannot be read."""

    documents: dict[str, Content]
    kept: Kept | None
    """The result of merging people's edits; None when the SOP is written anew."""
    undrawn: tuple[str, ...]
    """The documents in which the map cannot be drawn; `undrawn_in_words` tells it."""

    def __init__(
        self, analysis: Analysis, folder: Path, view: View | None = None, *, fresh: bool = False
    ) -> None:
        """With `fresh` the SOP is generated anew and the one in the folder is ignored."""
        self._view, self._folder = view or View(analysis), folder
        self._draw(None if fresh else standing_in(folder))

    def with_begun(self, begun: Begun) -> dict[str, Content]:
        """All documents, taking those already begun unless people have renamed steps since."""
        return {**self.documents, **(begun.documents if begun.names == self._names else {})}

    def late(self) -> dict[str, Content]:
        """The documents that changed because somebody saved the SOP after it was read."""
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
            made = made_anew(self._view)
            self.documents, self.undrawn, self.kept = made.documents, made.undrawn, None
            return
        own = _sop(self._view, self._folder, found)
        self._names, self.kept = own.names, own.kept
        made = _made(self._view.naming(own.names), own.base, own.kept.merged.text)
        self.documents, self.undrawn = {**made.documents, SOP_NAME: own.kept.content}, made.undrawn


def sop_with_edits(analysis: Analysis, folder: Path) -> tuple[Kept, str]:
    """The SOP that a build would write into the folder, and the generated text before the merge. Writes nothing.

    Raises OutputError when the SOP in the folder cannot be read.
    """
    own = _sop(View(analysis), folder, standing_in(folder))
    return own.kept, own.generated


def outcome_of(loaded: Loaded, view: View, folder: Path, kept: Kept | None) -> Outcome:
    """What to tell the person about a build; `kept` is the merge of the SOP, or None when it was written anew."""
    analysis = view.analysis
    counted = {
        **view.sources.holding,
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
    if found := view.sources.without_case:
        files = listed([as_text(loaded.sources[one.id].file) for one in found], MOST_NAMED)
        yield (
            f"{count(len(found), 'more recording holds', 'more recordings hold')} no case ({files}): nothing was done "
            "there that belongs to one; pages that were only opened make none."
        )
    if unseen := case_rule_unseen(view):
        yield unseen
    if (bare := nameless(view)) is not None:
        where = listed([in_quotation_marks(view.called(one)) for one in bare.activities], MOST_NAMED)
        yield (
            f"Without a name: the control of {bare.counted}, in {where}. What recorded them could read none. Write "
            "into sop.md which it is (it stays), or have the page name it, and record again."
        )


def remember(
    asked: Wanted, loaded: Loaded, documents: Mapping[str, Content], view: View, *, fresh: bool = False
) -> None:
    """Record that these documents are in the folder, so that the next build of the same inputs can skip its work.
    Nothing is recorded when merging the written SOP once more would change it.

    With `fresh` the SOP was written without people's edits.
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
    """The generated SOP as the next build needs it, to find people's edits."""
    kept: Kept
    """The generated SOP merged with people's edits."""
    names: Mapping[str, str]
    """Names that people gave to steps, by step id."""


def _sop(view: View, folder: Path, found: Standing) -> _Sop:
    """Merge the SOP; when the merge finds other step names than were assumed, merge again with those, so that a second
    build finds the same names."""
    names = _names_in(found)
    own = _sop_naming(view, folder, found, names)
    again = names_given(own.kept.content, own.base.encode())
    return own if again == names else _sop_naming(view, folder, found, again)


def _sop_naming(
    view: View, folder: Path, found: Standing, names: Mapping[str, str], *, in_doubt: bool = False
) -> _Sop:
    """Merge with given step names. The version of the SOP depends on people's edits, which are known only after a first
    merge, so the SOP may be generated and merged twice."""
    theirs, last = found.theirs, [] if in_doubt else last_builds(found.base)
    base = found.base if last else None
    sop = with_lf(decoded(theirs or b"") or "")
    named, said, known = view.naming(names), said_in(view), base_text(base, theirs)
    previous = known or sop or None
    people = People(
        before=last_rows(last, sop),
        elsewhere=told_elsewhere(last, sop),
        names=_names_in(found),
        stood=People(edits_in(sop, known)).parts if known and sop else None,
    )

    def merged() -> tuple[str, Kept]:
        generated = render_sop(named, previous, people)
        return generated, keep_edits(str(folder / SOP_NAME), theirs, base, generated, said)

    generated, kept = merged()
    people = replace(people, now=edits_in(kept.merged.text, generated), known=kept.knew_base)
    if people.now:
        generated, kept = merged()
    version, conflicts = version_of(named, people.now), bool(kept.merged.conflicts)
    if is_in_doubt(base, theirs, generated, named.scope, version, conflicts=conflicts):
        return _sop_naming(view, folder, found, names, in_doubt=True)
    now = Before(version_of(named), people.parts, people.called)
    if view.analysis.filtered is not None and previous:  # a filtered build is no revision of the SOP
        now = next(iter(people.before), now)
    own = base_of(generated, said, noted(now), kept.merged.gone, found.base, kept.merged.text)
    return _Sop(generated, own, kept, names)


def _names_in(found: Standing) -> Mapping[str, str]:
    return names_given(found.theirs, found.base)


def view_with_names(analysis: Analysis, folder: Path, recordings: Recordings = no_recordings) -> View:
    """The view with the step names that people gave in the SOP of a folder.

    Raises OutputError when the SOP there cannot be read or holds a git merge conflict.
    """
    found = standing_in(folder)
    refuse_conflict_of_git(str(folder / SOP_NAME), found.theirs)
    return View(analysis, recordings).naming(_names_in(found), headings=True)


def changes_in(folder: Path, documents: Mapping[str, Content]) -> list[Change]:
    """What writing the documents into the folder would change there. Writes nothing.

    Raises OutputError when a document in the folder cannot be read.
    """
    found: list[Change] = []
    for name, content in documents.items():
        file, own = folder / name, None
        with readable(file):
            if stands_in(file, content):
                continue
            if isinstance(content, Streamed) and file.exists():
                own = changed_keys(name, file, content)
        made = (
            last_builds(bytes_of(documents[BASE_NAME])) if name == SOP_NAME and BASE_NAME in documents else []
        )
        generated = made[0].generated.encode() if made else None
        found += own or changes({name: read_file(file)}, {name: bytes_of(content)}, generated)
    return found


def _made(view: View, base: str, sop: str) -> Made:
    """Every document, given the base of the SOP and the merged SOP. A map that cannot be drawn takes no other document
    with it."""
    analysis = view.analysis
    dot = render_dot(view)
    with ThreadPoolExecutor(1) as meanwhile:
        drawn = meanwhile.submit(picture_of, view, dot)  # runs a separate program
        texts = Texts(sop, render_report(view), render_opportunities(view))
        page = render_html(view, texts)
    without = [] if page.has_map else ["report.html"]
    try:
        picture = drawn.result()
    except NotDrawn:
        picture = NO_PICTURE
        without.insert(0, "map.svg")
    documents: dict[str, Content] = {
        SOP_NAME: sop,
        "map.dot": dot,
        "map.svg": picture,
        "report.md": texts.report,
        "opportunities.md": texts.opportunities,
        "report.html": page.text,
        ANALYSIS_NAME: _analysis_json(analysis, view.given),
        BASE_NAME: base,
    }
    return Made(documents, tuple(without))


def undrawn_in_words(names: Sequence[str]) -> str | None:
    """What to tell the person about documents without a map; None when all have it."""
    if not names:
        return None
    return (
        f"The map cannot be drawn in {listed([*names])}: too many paths lead between too many steps. Everything else "
        f"is there. {REMEDY}"
    )


def _analysis_json(analysis: Analysis, names: Mapping[str, str]) -> Streamed:
    return Streamed(partial(analysis_pieces, analysis, names))
