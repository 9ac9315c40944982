"""The names that the people recording gave to their work, which may be several kinds of work."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from ledgerium_cli.findings.analysis import Analysis
from ledgerium_cli.output.text import plain
from ledgerium_cli.plural import count
from ledgerium_cli.quotation import in_quotation_marks
from ledgerium_cli.recording.model import RecordingFacts
from ledgerium_cli.words import listed, most_frequent

MOST_NAMES = 4


def names_of_work(recordings: Iterable[RecordingFacts]) -> Sequence[tuple[str, int]]:
    """(name, number of recordings), most first. Names that differ only in case and spaces count as one, in the form
    used most; invisible names are left out."""
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for one in recordings:
        if seen := plain(one.workflow):
            forms[" ".join(seen.casefold().split())][one.workflow] += 1
    return most_frequent({most_frequent(form)[0][0]: form.total() for form in forms.values()})


def called_differently(analysis: Analysis) -> str:
    """A warning that one process was made of work with several names; empty if not, or if a workflow file declares
    it to be one."""
    names = names_of_work(analysis.recordings) if analysis.workflow is None else ()
    if len(names) < 2:
        return ""
    told = [f"{in_quotation_marks(plain(name))} ({count(n, 'recording')})" for name, n in names]
    return (
        f"Recordings call their work {listed(told, MOST_NAMES)}, and are told as one process. A folder for each gives "
        "documents of each; a workflow file declares that they are one."
    )
