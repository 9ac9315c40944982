"""The actions of a step as numbered sentences with the events that show them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from ledgerium_cli.documents.sop.sentences import AS_THESE, NOTHING, ONLY_NAMED, PRESSED_AGAIN, saying
from ledgerium_cli.documents.view.alike import Look
from ledgerium_cli.documents.view.model import View
from ledgerium_cli.documents.view.refused import ENDS
from ledgerium_cli.documents.view.ways import FILLED, RARE, Way, as_one_act, counted
from ledgerium_cli.documents.words import MOST_NAMED, capitalised, count, listed, more, most_frequent
from ledgerium_cli.findings.activities import evidence_of, shown_by
from ledgerium_cli.output.text import quoted
from ledgerium_cli.steps.model import Action, Doing, Shape, Step, What

VERBS: dict[Doing, str] = {
    "fill": "fill in",
    "follow": "open",
    "press": "press",
    "choose": "open an entry of",
    "choose_entry": "choose an entry of the menu",
    "send": "send the form",
    "copy": "copy from",
    "paste": "paste into",
    "drop": "drag and drop onto",
    "double_press": "double-click",
    "double_choose": "double-click an entry of",
    "fill_cell": "fill a cell of column",
    "click_cell": "click a cell of column",
    "copy_cell": "copy a cell of column",
    "paste_cell": "paste into a cell of column",
}
NAMELESS: dict[Doing, str] = {
    "fill": "fill in a field without a name",
    "follow": "follow a link without a name",
    "press": "press a control without a name",
    "choose": "open an entry",
    "choose_entry": "choose an entry of a menu",
    "send": "send the form",
    "copy": "copy from the page",
    "paste": "paste into the page",
    "drop": "drag and drop onto the page",
    "double_press": "double-click a control without a name",
    "double_choose": "double-click an entry",
    "fill_cell": "fill a cell",
    "click_cell": "click a cell",
    "copy_cell": "copy a cell",
    "paste_cell": "paste into a cell",
}
FIELD_VERBS = {
    "choice": "choose", "radio": "choose", "checkbox": "tick or clear", "date": "set", "time": "set",
    "range": "set", "color": "set", "file": "attach a file to",
    "sensitive": "fill in the sensitive field",
}  # fmt: skip
"""Verbs for kinds of field that are not filled in by typing."""
APART = ("checkbox", "file", "sensitive")
"""Kinds of field that get sentences of their own, since they are handled differently."""


def numbered(view: View, way: Way) -> str:
    lines: list[str] = []
    at: tuple[str, str] = ("", "")
    for sentence, action, places in _sentences(way):
        cited = view.cite([shown_by(way.step, *places)])
        lines.append(f"{len(lines) + 1}. {_placed(view, sentence, action, at)}. {cited}")
        at = action.system, action.page
    if way.step.cut_by == "log":
        return ONLY_NAMED
    return "\n".join(lines) if lines else NOTHING


def varied(view: View, way: Way) -> str:
    """How many performances took exactly this way, and everything done differently; empty when nothing varied."""
    sentences = []
    if way.alike < way.steps:
        sentences.append(f"{way.alike} of {way.steps}{AS_THESE}")
    words = Counter(in_words(what) for what, _ in way.otherwise)
    also = [
        f"{in_words(what)}{f' in {view.system(what[2])}' if what[2] and words[in_words(what)] > 1 else ''} ({n})"
        for what, n in way.otherwise
    ]
    if also:
        sentences.append(saying("variation", f", of {way.steps} times: {'; '.join(also)}."))
    return " ".join(sentences)


def set_right(view: View, mended: Sequence[Look], of: int) -> Iterator[str]:
    """What was done, in `of` performances, only to correct what had been refused: in order, each with its count."""
    if not mended:
        return
    done = counted(
        (words, look.times) for look in mended for words in dict.fromkeys(_each(look.shape.actions))
    )
    most = {words for words, _ in most_frequent(done)[:MOST_NAMED]}
    told = [f"{words} ({n})" for words, n in done.items() if words in most]
    if all(action.doing in ENDS for look in mended for action in look.shape.actions):
        told = [f"{PRESSED_AGAIN} ({', '.join(told)})"]
    first: dict[Shape, Step] = {}
    for look in mended:
        first.setdefault(look.shape, look.first)
    cited = view.cite([evidence_of(step) for step in first.values()])
    n = sum(look.times for look in mended)
    yield saying(
        "again",
        f", {n} of {count(of, 'time')}: {'; '.join([*told, *more(len(done), MOST_NAMED)])}. {cited}",
    )


def _each(actions: Iterable[Action]) -> Iterator[str]:
    """The actions in words."""
    return map(_worded, as_one_act(actions))


def _worded(action: Action) -> str:
    verb = FIELD_VERBS.get(action.field or "") if action.doing == "fill" else None
    return f"{verb} {quoted(action.name)}" if verb and action.name else in_words(action.what)


def done_in_turn(done: Sequence[tuple[Shape, int]]) -> str:
    """What performances, each with how often it was, did: every field, and the links and buttons that most of them
    used, in the usual order: `on “Order …”, open “Edit order”; fill in “Quantity” (1 of 2 times)`."""
    of = sum(times for _, times in done)
    often: Counter[str] = Counter()
    places: dict[str, float] = {}
    shows: dict[str, Action] = {}
    for shape, times in done:
        each = {_worded(one): one for one in as_one_act(shape.actions)}
        for place, (words, action) in enumerate(each.items()):
            often[words] += times
            places[words] = places.get(words, 0) + times * place / len(each)
            shows.setdefault(words, action)
    told = sorted(
        (
            words
            for words, n in often.items()
            if 2 * n > of or (shows[words].doing in FILLED and RARE * n >= of)
        ),
        key=lambda words: places[words] / often[words],
    )
    page = shows[told[0]].page if told else ""
    shown = [
        one if often[one] == of else f"{one} ({often[one]} of {count(of, 'time')})"
        for one in told[:MOST_NAMED]
    ]
    where = f"on {quoted(page)}, " if page else ""
    return f"{where}{'; '.join([*shown, *more(len(told), MOST_NAMED)])}"


def in_words(what: What) -> str:
    doing, name, _ = what
    return f"{VERBS[doing]} {quoted(name)}" if name else NAMELESS[doing]


def _placed(view: View, sentence: str, action: Action, at: tuple[str, str]) -> str:
    """The sentence, with system and page when they differ from those of the sentence before."""
    system = [f"in {view.system(action.system)}"] if action.system not in ("", at[0]) else []
    page = [f"on {quoted(action.page)}"] if action.page and (action.system, action.page) != at else []
    placed = ", ".join([" ".join([*system, *page]), sentence] if system or page else [sentence])
    return capitalised(placed)


def _sentences(way: Way) -> Iterator[tuple[str, Action, tuple[int, ...]]]:
    """(sentence, its first action, indexes of the events that show it); consecutive fields form one sentence."""
    for (doing, *_), run in groupby(way.actions, key=_sort):
        own = list(run)
        if doing == "fill":
            yield _filled(own, way), own[0], tuple(at for action in own for at in action.shown_by)
        else:
            yield from ((in_words(action.what), action, action.shown_by) for action in own)


def _sort(action: Action) -> tuple[str, str, str, str]:
    """The key by which consecutive actions share a sentence: fields of a page that are filled in alike do."""
    apart = action.field if action.doing == "fill" and action.field in APART else None
    how = apart or _verb(action) if action.doing == "fill" else ""
    return action.doing, action.system, action.page, how


def _filled(actions: Sequence[Action], way: Way) -> str:
    """`fill in “Quantity” and “Unit price”`; each with how often it was filled if not all of them always were, since a
    number behind the last one would read as one of all."""
    is_always = all(way.often[one.what] == way.counted_in for one in actions)
    fields = dict.fromkeys(_field(one, way, counted=not is_always) for one in actions)
    return f"{_verb(actions[0])} {listed([*fields])}"


def _verb(action: Action) -> str:
    return FIELD_VERBS.get(action.field or "", VERBS["fill"])


def _field(action: Action, way: Way, *, counted: bool) -> str:
    """The name of a field, if `counted` with how often it was filled."""
    name = quoted(action.name) if action.name is not None else "a field without a name"
    return f"{name} ({way.often[action.what]} of {way.counted_in} times)" if counted else name
