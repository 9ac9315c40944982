"""A mined model in words, for a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from ledgerium_cli.documents.words import count
from ledgerium_cli.findings.conformance import OF_NO_ORDER
from ledgerium_cli.findings.filters import Filtered
from ledgerium_cli.mining.model import Kind, MinedModel, Quality, Tree
from ledgerium_cli.output.text import plain

WORDS: dict[Kind, str] = {"sequence": "in this order", "choice": "one of", "parallel": "in any order"}
SKIPPED, AGAIN = "may be skipped", "again and again"

TitleOf = Callable[[str], str]


def render_model(model: MinedModel, title_of: TitleOf, filtered: Filtered | None = None) -> str:
    """The process tree as indented lines, then what it was mined from and its quality."""
    return "\n".join([*_lines(model.tree, title_of), "", *_source(model, filtered), ""])


def render_source(model: MinedModel, filtered: Filtered | None) -> str:
    """What it was mined from and its quality, on one line."""
    return " ".join(_source(model, filtered))


def _source(model: MinedModel, filtered: Filtered | None) -> list[str]:
    left_out = (
        f"; the rarest {count(model.variants_left_out, 'variant')} "
        f"({count(model.cases_left_out, 'case')}) left out"
        if model.variants_left_out
        else ""
    )
    if model.cases_unordered:
        left_out += f"; left out: {OF_NO_ORDER.format(count(model.cases_unordered, 'case'))}"
    return [
        f"Mined from {count(model.cases, 'case')} in {count(model.variants, 'variant')}{left_out}.",
        f"Method: {model.method}.",
        render_quality("Fitness", model.fitness),
        render_quality("Precision", model.precision),
        *([plain(str(filtered))] if filtered is not None else []),
    ]


def _lines(tree: Tree, title_of: TitleOf, notes: Sequence[str] = ()) -> Iterator[str]:
    """`notes` are properties given by the surrounding operators."""
    if tree.kind == "optional":
        yield from _lines(tree.children[0], title_of, [*notes, SKIPPED])
    elif tree.kind == "repeat" and len(tree.children) == 1:
        yield from _lines(tree.children[0], title_of, [*notes, AGAIN])
    elif tree.kind == "repeat":
        do, between = tree.children
        yield _noted(AGAIN, notes) + ":"
        yield from _indented(do, title_of)
        yield "and in between:"
        yield from _indented(between, title_of)
    elif tree.activity is not None:
        yield _noted(plain(title_of(tree.activity)), notes)
    else:
        yield _noted(WORDS.get(tree.kind, "nothing"), notes) + ":" * bool(tree.children)
        for child in tree.children:
            yield from _indented(child, title_of)


def _indented(tree: Tree, title_of: TitleOf) -> Iterator[str]:
    return (f"  {line}" for line in _lines(tree, title_of))


def _noted(text: str, notes: Sequence[str]) -> str:
    return f"{text} ({', '.join(notes)})" if notes else text


def render_quality(name: str, quality: Quality) -> str:
    """A sentence with the value and its measure, or why there is none."""
    if quality.value is None:
        return f"{name}: {quality.reason} ({quality.measure})."
    limits = f"; {quality.reason}" if quality.reason is not None else ""
    return f"{name}: {quality.value:.4f} ({quality.measure}{limits})."
