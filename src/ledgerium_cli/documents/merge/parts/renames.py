"""Steps renamed since the last build: a changed name is no news in the sentences that contain it.

While three versions of a sentence are compared, one placeholder replaces both the old and the new name; the result
gets the new name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain

from ledgerium_cli.documents.merge.builds.known import Build
from ledgerium_cli.documents.merge.markdown.model import Section
from ledgerium_cli.documents.merge.markdown.parse import text_of
from ledgerium_cli.documents.merge.markdown.steps_json import block_in, steps_told_in
from ledgerium_cli.documents.merge.text.typography import typewritten
from ledgerium_cli.documents.merge.text.wording import FOR_PROGRAMS, REVISIONS, without_guess
from ledgerium_cli.documents.step_names import names_apart
from ledgerium_cli.output.text import Markdown, in_quotes, md, plain

FIRST, LAST = 0xE000, 0xF8FF
"""Private-use characters, which generated text never contains: two for each name, in quotation marks and without."""
_STANDS_IN = re.compile(f"[{chr(FIRST)}-{chr(LAST)}]")


class Renames:
    def __init__(self, before: Iterable[tuple[str, str]], now: Mapping[str, str]) -> None:
        """The names of steps with their ids, in the last build and in those of which something stands, and by id in
        this one."""
        changed = [
            (own, name)
            for one, own in before
            if (name := now.get(one)) is not None and plain(name) != plain(own)
        ][: (LAST - FIRST) // 2]
        self._shown: dict[str, str] = {}
        self._old: dict[str, str] = {}
        self._new: dict[str, str] = {}
        for place, (own, name) in enumerate(changed):
            marks = chr(FIRST + 2 * place), chr(FIRST + 2 * place + 1)
            self._shown |= zip(marks, _forms(name)[:2], strict=True)
            self._old |= _by_form(own, *marks)
            self._new |= _by_form(name, *marks)
        self._find_old, self._find_new = _finding(self._old), _finding(self._new)

    def generated(self, base: str, new: str) -> tuple[str, str]:
        """Base and new with placeholders; a base of several builds may have the new names too."""
        if not self._old or _STANDS_IN.search(base + new):
            return base, new
        return self._in_both(base), _hidden(new, self._find_new, self._new)

    def _in_both(self, text: str) -> str:
        """With placeholders for the old names and the new ones, as it may have either."""
        return _hidden(_hidden(text, self._find_old, self._old), self._find_new, self._new)

    def versions(self, base: str, theirs: str, new: str) -> tuple[str, str, str]:
        """All three versions with placeholders; theirs may contain the old or the new name."""
        hidden = base, new
        if not _STANDS_IN.search(theirs):
            hidden = self.generated(base, new)
        if hidden == (base, new):
            return base, theirs, new
        return hidden[0], self._in_both(theirs), hidden[1]

    def shown(self, text: str) -> str:
        """The text with placeholders replaced by the new names."""
        return _STANDS_IN.sub(lambda found: self._shown.get(found[0], found[0]), text) if self._old else text


def renames(base: Sequence[Section], new: Sequence[Section], builds: Sequence[Build] = ()) -> Renames:
    """The renames between two generated documents, of which the base may have passages with the names of one of the
    `builds`."""
    before, now = _names_in(base), _names_in(new)
    taken, stood, stands = {*before.values(), *now.values()}, _told(base), _told(new)
    more = {
        (step["id"], name)
        for build in builds
        for step in steps_told_in(block_in(build.generated))
        # What stands there still is another thing that is called so, such as a button.
        if (name := step.get("name", step["title"])) not in taken and name in stood and name not in stands
    }
    return Renames([*before.items(), *sorted(more)], now)


def _told(sections: Sequence[Section]) -> str:
    return "\n".join(block.said for one in sections if one.said != REVISIONS for block in one.blocks)


def hiding(generated: Sequence[Section]) -> Callable[[str], str]:
    """A function that replaces the names of steps by their ids, as a generated document uses them."""
    ids: dict[str, str] = {}
    for step, name in _names_in(generated).items():
        ids |= (*_by_form(name, step, step), *_by_form(typewritten(name), step, step))
        ids |= ((f'"{typewritten(form)}"', f'"{step}"') for form in _forms(name))
    finding = _finding(ids)
    return lambda text: _hidden(text, finding, ids)


def _hidden(text: str, finding: re.Pattern[str], names: Mapping[str, str]) -> str:
    return finding.sub(lambda found: names[found[0]], text)


def _by_form(name: str, quoted: str, bare: str) -> Iterator[tuple[str, str]]:
    """The replacement for each way a name may be written. Without quotation marks only names of several words are
    recognised."""
    in_marks, as_markdown, read_in_marks, as_read = _forms(name)
    yield from ((f"“{form}”", f"“{quoted}”") for form in (in_marks, read_in_marks))
    if " " in plain(name):
        yield from ((form, bare) for form in (as_markdown, as_read))


def _forms(name: str) -> tuple[str, str, str, str]:
    """The name in quotation marks and without, as Markdown and as plain text."""
    read = plain(name)
    return in_quotes(md(name))[1:-1], md(name), in_quotes(Markdown(read))[1:-1], read


def _finding(names: Mapping[str, str]) -> re.Pattern[str]:
    """A pattern for whole names, the longest first."""
    longest = sorted(filter(None, names), key=lambda name: (-len(name), name))
    return re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in longest) or r"(?!)")


def _names_in(sections: Sequence[Section]) -> dict[str, str]:
    """The names of steps in a generated document, by id."""
    titles = {one.step: text_of(without_guess(one.title)) for one in sections if one.step is not None}
    given: dict[str, str] = {}
    own = chain.from_iterable(one.blocks for one in sections if one.said == FOR_PROGRAMS)
    for block in own:
        for step in steps_told_in(block.source):
            titles[step["id"]] = step.get("name", step["title"])
            if "name" in step:
                given[step["id"]] = step["title"]
    return titles | names_apart(given, titles)
