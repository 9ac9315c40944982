"""Reports whether recordings contain anything that should not be there. Bytes in, findings out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ledgerium_cli.errors import NoRecording
from ledgerium_cli.privacy.clean import Masking, clean
from ledgerium_cli.privacy.lines import Line, first_case_form, lines_of
from ledgerium_cli.problems import in_short
from ledgerium_cli.recording.files import find_traces, read_trace


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that looks like a value, a person or an account, without revealing it."""

    file: str
    line: int
    place: str
    """The field: `page.title`; `line` for the whole line."""
    what: str
    shape: str
    """`#` for each digit, `a` for letters; may be empty."""

    def __str__(self) -> str:
        looks = f" ({self.shape})" if self.shape else ""
        return f"{self.file}:{self.line}: {self.place}: {self.what}{looks}"


def lint_files(names: Sequence[str]) -> list[Finding]:
    """All findings in the recordings that the names mean.

    Raises NoRecording for a name that matches nothing, a file that cannot be read, or files without any line.
    """
    traces = find_traces(names)
    if traces.not_read:
        raise NoRecording("\n".join(in_short(traces.not_read)))
    read = [(file, list(lines_of(read_trace(file)))) for file in traces.files]
    if not any(lines for _, lines in read):
        raise NoRecording(f"{read[0][0]}: The file is empty. Record again, or leave the file out.")
    return [finding for file, lines in read for finding in lint_lines(lines, file)]


def lint_lines(lines: Sequence[Line], file: str) -> list[Finding]:
    masking = Masking(first_case_form(lines))
    findings = []
    for line in lines:
        in_texts = clean(line.record, masking)[1] if line.record is not None else []
        found = dict.fromkeys((*line.found, *in_texts))
        findings += [Finding(file, line.number, one.place, one.what, one.shape) for one in found]
    return findings
