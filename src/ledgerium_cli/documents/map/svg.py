"""The process map as an SVG picture, drawn from its DOT.

The drawing program comes with the package graphviz-pure, which only this file uses, so nobody has to install
Graphviz. It measures text by built-in tables, not by the fonts of the machine: the same DOT gives the same bytes.
"""

from __future__ import annotations

import re
import shutil
import sysconfig
from collections.abc import Iterator, Sequence
from pathlib import Path

from ledgerium_cli.errors import DrawingError

PACKAGE = "graphviz-pure"
TIME_LIMIT_S = 60
ABOUT = (
    "Steps as boxes from the start of a case to its end; arrows show which step followed which, how often and after "
    "how long. The same numbers stand in the report."
)
REMEDY = (
    "Ask for fewer cases with --only, e.g. `--only variant=1`, or draw the DOT that `ledgerium map` prints with "
    "another program."
)
NO_PROGRAM = "The map cannot be drawn: no drawing program was found. Run `pip install graphviz-pure`."

_PROLOGUE = re.compile(r"\A.*?(?=<svg\b)", re.DOTALL)
"""Everything before the svg element: XML declaration, document type with a web address, version of the program."""
_COMMENT = re.compile(r"<!--.*?-->\n?", re.DOTALL)
_TITLE = re.compile(r"<title>(.*?)</title>\n?", re.DOTALL)
_OPENING = re.compile(r"(<svg\b[^>]*)>")
_EDGE = re.compile(r'(<g id="edge\d+" class="edge">\n)(.*?)(</g>\n)', re.DOTALL)
_TEXT = re.compile(r"<text\b[^>]*>(.*?)</text>\n")
_END = "</g>\n</svg>"
_UNUSED = ' xmlns:xlink="http://www.w3.org/1999/xlink"'


class NotDrawn(DrawingError):
    """The program runs, but does not draw this graph, e.g. because of too many arrows between the same boxes."""


class TooSlow(NotDrawn):
    """Not drawn in the time that is allowed. Another try would make the result depend on the machine."""


def draw_svg(dot: str, about: str = ABOUT) -> str:
    """An SVG element that works alone or inside HTML: no script, no external reference, no font file.

    The name of the graph becomes its accessible title, `about` its description. Raises DrawingError.
    """
    return _tidy(_run(program_file(), dot, "svg", "</svg>"), about)


def lay_out(dots: Sequence[str]) -> list[str]:
    """For each graph the layout computed by the program, as JSON. Raises DrawingError."""
    answers = _run(program_file(), "\n".join(dots), "json0", "}")
    return [f"{one}}}" for one in answers.split("\n}\n")[: len(dots)]]


def program_file() -> str:
    """The path of the drawing program: in this environment's scripts, wherever else pip installed it, or on the PATH.

    Raises DrawingError when there is none.
    """
    if (found := next(_installed(), None) or shutil.which(PACKAGE) or shutil.which("dot")) is None:
        raise DrawingError(NO_PROGRAM)
    return found


def _installed() -> Iterator[str]:
    scripts = Path(sysconfig.get_path("scripts"))
    yield from (str(file) for file in (scripts / PACKAGE, scripts / f"{PACKAGE}.exe") if file.is_file())
    from importlib import metadata  # takes 50 ms; needed for `pip install --user` and layered environments

    try:
        listed = metadata.files(PACKAGE) or []
    except metadata.PackageNotFoundError:
        return
    for file in listed:
        if file.stem == PACKAGE and (place := Path(str(file.locate()))).is_file():
            yield str(place)


def _run(program: str, dot: str, format: str, end: str) -> str:
    """The output of the program, checked to be complete."""
    import subprocess

    try:
        done = subprocess.run(
            [program, f"-T{format}"],
            input=dot.encode(),
            capture_output=True,
            timeout=TIME_LIMIT_S,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise TooSlow(f"The map was not drawn within {TIME_LIMIT_S} s. {REMEDY}") from error
    except OSError as error:
        raise DrawingError(
            f"{program} cannot be run ({error.strerror}). Run `pip install --force-reinstall {PACKAGE}`."
        ) from error
    if done.returncode != 0 or end.encode() not in done.stdout:
        said = done.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        ended = f"{Path(program).name} ended with {done.returncode}: {said or 'no message'}"
        raise NotDrawn(f"The map was not drawn ({ended}). {REMEDY}")
    return done.stdout.decode()


def _tidy(svg: str, described: str) -> str:
    """The picture with an accessible title and description, without the program's ids and comments."""
    svg = _labels_on_top(_COMMENT.sub("", _PROLOGUE.sub("", svg)))
    title = found[1] if (found := _TITLE.search(svg)) else "Process map"
    about = (
        ' role="img" aria-labelledby="map-title map-desc">\n'
        f'<title id="map-title">{title}</title>\n'
        f'<desc id="map-desc">{described}</desc>'
    )
    return _OPENING.sub(lambda found: found[1].replace(_UNUSED, "") + about, _TITLE.sub("", svg), count=1)


def _labels_on_top(svg: str) -> str:
    """The picture with the labels of all arrows behind the last arrow, so that none is drawn over the words of another
    one."""
    labels: list[str] = []

    def without_label(edge: re.Match[str]) -> str:
        labels.extend(one[0] for one in _TEXT.finditer(edge[2]) if one[1].strip())
        return f"{edge[1]}{_TEXT.sub('', edge[2])}{edge[3]}"

    drawn, end, rest = _EDGE.sub(without_label, svg).rpartition(_END)
    return f"{drawn}{''.join(labels)}{end}{rest}"
