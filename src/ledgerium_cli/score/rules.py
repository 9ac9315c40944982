"""Generates the rules in the documentation from the criteria and word lists."""

from __future__ import annotations

from collections.abc import Iterable

from ledgerium_cli.score.judge import CRITERIA
from ledgerium_cli.score.model import Criterion
from ledgerium_cli.score.topics import ANSWERABLE, IDENTIFYING, TITLES
from ledgerium_cli.score.words import FILLER, PERSONS, PLACEHOLDERS, UNSEEN, VAGUE, VAGUE_AFTER, VERBS

BEGIN, END = "<!-- rules -->\n", "<!-- end of rules -->\n"


def with_rules(page: str) -> str:
    """The page, with the rules between its marks replaced by the current ones."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    return f"{before}{begin}\n{_rules()}\n{end}{after}"


def _rules() -> str:
    rows = [f"| {one.title} | {one.weight} | {one.asks} |" for one in CRITERIA]
    table = "\n".join(["| criterion | weight | asks |", "| --- | ---: | --- |", *rows])
    return "\n".join([table, "", *(f"{_points(one)}\n" for one in CRITERIA), _known_words(), _known_titles()])


def _points(criterion: Criterion) -> str:
    points = "\n".join(f"{number}. {one.earned_by}" for number, one in enumerate(criterion.points, start=1))
    return f"### {criterion.title}\n\n{points}"


def _known_words() -> str:
    lists = (
        ("Verbs that an instruction may begin with", VERBS),
        ("Verbs that tell nobody what to do", UNSEEN),
        ("Words that are a role, or the last of one", PERSONS),
        ("Words that leave it to the reader what to do", {*VAGUE, *(f"{one} needed" for one in VAGUE_AFTER)}),
        ("Words that only sound well", FILLER),
        ("Placeholders", PLACEHOLDERS),
        ("Labels of what identifies a document", IDENTIFYING),
        ("Labels of who answers for it, and from when it holds", ANSWERABLE),
    )
    return "## The words\n\n" + "".join(f"{title}: {_listed(sorted(words))}.\n\n" for title, words in lists)


def _known_titles() -> str:
    rows = "\n".join(f"| {topic} | {_listed(begins)} |" for topic, begins in TITLES.items())
    return f"## The titles\n\n| a section is about | when a word of its title begins with |\n| --- | --- |\n{rows}\n"


def _listed(words: Iterable[str]) -> str:
    return ", ".join(words)
