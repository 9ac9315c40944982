"""Processes, SOPs and edits of people, made up at random."""

import re
from dataclasses import replace

from hypothesis import strategies as st

from ledgerium_cli.documents.merge.base_file import base_of
from ledgerium_cli.documents.merge.keep import keep_edits

from .make import SOP, Sop, Step

VERBS = ("Open", "Press", "Choose", "Fill in", "Look up", "Compare", "Copy")
THINGS = ("customer", "order", "invoice", "warehouse", "price list", "limit", "delivery note", "approval")
names = st.builds("{} the {}".format, st.sampled_from(VERBS), st.sampled_from(THINGS))
actions = st.builds(
    "{} “{}”. (R1: {})".format, st.sampled_from(VERBS), st.sampled_from(THINGS), st.integers(1, 99)
)
facts = st.builds("Result seen: {} done, {} of 9 times (R1: {}).".format, st.sampled_from(THINGS), st.integers(1, 9),
                  st.integers(1, 99))  # fmt: skip
ids = st.sampled_from([f"step-{letter}" for letter in "abcdefgh"])
steps = st.builds(
    Step,
    ids,
    names,
    st.lists(actions, min_size=1, max_size=4).map(tuple),
    st.lists(facts, max_size=3).map(tuple),
)
sops = st.builds(
    Sop,
    st.lists(steps, min_size=1, max_size=6, unique_by=lambda step: step.id).map(tuple),
    recordings=st.integers(1, 3),
    rules=st.lists(names.map("Never {}.".format), max_size=2).map(tuple),
)


@st.composite
def processes(draw):
    """A process, and what became of it: some steps changed, gone, new or moved."""
    before = draw(sops)
    after = draw(sops)
    kept = [step for step in before.steps if draw(st.booleans())]
    changed = [replace(step, title=draw(names)) if draw(st.booleans()) else step for step in kept]
    fresh = [step for step in after.steps if step.id not in {one.id for one in changed}]
    together = draw(st.permutations([*changed, *fresh]))
    return before.markdown(), replace(after, steps=tuple(together)).markdown()


LINE_EDITS = ("paragraph", "line", "behind", "instead", "without", "nothing")
edits = st.lists(st.tuples(st.integers(0, 200), st.sampled_from(LINE_EDITS)), max_size=6)


def edit(text, changes, word):
    """The text with words of a person in it, each another one, and lines taken out; the words that were put in."""
    lines = text.split("\n")
    words = []
    for number, (place, what) in enumerate(changes):
        place %= len(lines)
        own = f"{word}x{'abcdefghij'[number]}"
        if what == "paragraph":
            lines[place:place] = ["", own, ""]
        elif what == "line":
            lines.insert(place, own)
        elif what == "behind" and lines[place].strip() and not lines[place].startswith(("<!--", "|", "---")):
            lines[place] += f" {own}"
        elif what == "instead" and re.match(r"- |\d+\. |\w", lines[place]):
            lines[place] = re.sub(r"“.*”", f"“{own}”", lines[place], count=1)
        elif what == "without" and not any(one in lines[place] for one in words):
            lines.pop(place)
        words.append(own)
    text = "\n".join(lines)
    return text, [one for one in words if one in text]


def without_tally(text):
    """A title that a person wrote is named there again."""
    return "\n\n".join(
        part for part in text.split("\n\n") if not part.startswith(("**Written by people", "**Taken out"))
    )


def build(sop, base, new):
    """`sop.md` and `sop.base.md` as a build leaves them."""
    kept = keep_edits("sop.md", sop.encode(), base.encode(), new)
    return kept.content.decode(), base_of(new, gone=kept.merged.gone)


COUNTED = SOP.markdown().replace("9 of 9", "18 of 19").replace("(9)", "(18)").replace("54 s", "1 min 02 s")
