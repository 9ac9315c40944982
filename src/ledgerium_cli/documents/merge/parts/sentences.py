"""Three-way merge of one paragraph, sentence by sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set

from msgspec import Struct
from msgspec.structs import replace

from ledgerium_cli.documents.merge.builds.earlier import SHORT
from ledgerium_cli.documents.merge.markdown.parse import said_of, unquoted
from ledgerium_cli.documents.merge.parts.enumerated import in_order_of
from ledgerium_cli.documents.merge.parts.news import News
from ledgerium_cli.documents.merge.parts.words import merge_words
from ledgerium_cli.documents.merge.text.counted import (
    CITED,
    are_versions,
    counts_as_before,
    in_order_of_base,
    is_declared,
    left_behind,
    reads_alike,
    shares_count,
    uncounted,
    words_alone,
)
from ledgerium_cli.documents.merge.text.likeness import (
    ALIKE,
    Passage,
    align,
    align_some,
    by_label,
    likeness,
    passage,
    with_free,
    with_reworded,
)
from ledgerium_cli.documents.merge.text.order import Place, places
from ledgerium_cli.documents.merge.text.sentences import BEGINS_MARK, sentences, sentences_like
from ledgerium_cli.documents.merge.text.typography import (
    set_all_apart,
    with_remarks_as_in,
    without_marks,
)
from ledgerium_cli.documents.merge.text.wording import EDITED

_EDITED = re.compile(r"\s*[*_]\(edited\)[*_]")


class MergedText(Struct, frozen=True):
    text: str
    clash: bool
    """Whether a sentence that a person changed now says something else; it is theirs in `text`."""


def merge_text(
    base: str, theirs: str, new: str, news: News, was: str = "", *, in_conflict: bool = False
) -> MergedText:
    """Merge a paragraph; each version is on one line. Where it is `in_conflict` since an earlier build, no new number
    goes into what a person wrote: nobody said yet that it is about the same. What an earlier build said, of which
    `was` people had changed it, is no conflict."""
    own = _EDITED.sub("", set_all_apart(theirs))
    versions = news.names.versions(base, own, new)
    made_of = {uncounted(said_of(one)) for one in sentences(was)} if was != base else set[str]()
    is_edited = own != set_all_apart(theirs)
    merged = _merged(*versions, sentences(own), news, made_of, in_conflict, is_edited=is_edited)
    text = with_remarks_as_in(theirs, news.names.shown(merged.text))
    if text == own:
        return MergedText(theirs, merged.clash)
    return MergedText(f"{text} {EDITED}" if is_edited and text else text, merged.clash)


def _cited_anew(base: str, theirs: str, new: str) -> str | None:
    """People's text with the new events in place of those before, where nothing but events is generated: whatever they
    wrote beside them, such as numbers, is theirs. None where that is not all."""
    events = [CITED.findall(text) for text in (base, new)]
    if [*map(len, events)] != [1, 1]:
        return None
    [was], [now] = events
    is_all = base.endswith(f": {was}") and base.replace(was, now) == new
    return theirs.replace(was, now) if is_all and theirs.count(was) == 1 else None


def _merged(
    base: str,
    theirs: str,
    new: str,
    written: Sequence[str],
    news: News,
    made_of: Set[str],
    in_conflict: bool,
    *,
    is_edited: bool,
) -> MergedText:
    """`written` are their sentences with original names; passages without a generated counterpart are kept so. What
    they were `made_of` is no conflict.
    `is_edited`: the last build marked some as changed by people."""
    if said_of(theirs) == said_of(base):
        return MergedText(retold(base, theirs, new), False)
    if said_of(new) in (said_of(base), said_of(theirs)):
        return MergedText(theirs, False)
    if (cited := _cited_anew(base, theirs, new)) is not None:
        return MergedText(cited, False)
    aligned = _aligned(base, theirs, new, news, is_edited=is_edited)
    if len(written) != len(aligned.theirs):
        written = aligned.theirs
    as_written = " ".join(written)
    text, clash = _by_sentence(aligned, written, news, made_of, in_conflict)
    if text is None or left_behind(base, new, text, in_sentence=True):
        return MergedText(as_written, True)
    return MergedText(text, clash)


class _Aligned(Struct, frozen=True):
    """The sentences of each version, and which of them became which."""

    base: Sequence[str]
    theirs: Sequence[str]
    new: Sequence[str]
    to_theirs: Mapping[int, int]
    to_new: Mapping[int, int]
    places: Sequence[Place]

    def is_changed_and_gone(self) -> bool:
        """Whether people changed a sentence that is not generated any more."""
        changed = (
            at for at, to in self.to_theirs.items() if said_of(self.base[at]) != said_of(self.theirs[to])
        )
        return any(at not in self.to_new for at in changed)


def _aligned(base: str, theirs: str, new: str, news: News, *, is_edited: bool) -> _Aligned:
    generated = sentences(base)
    versions = generated, sentences_like(set_all_apart(theirs), generated), sentences(new)
    passages = [[passage("sentence", said_of(one)) for one in version] for version in versions]
    alike = 0 if {1} == {*map(len, versions)} else ALIKE
    to_theirs, to_new = (_matched(passages[0], other, alike) for other in passages[1:])
    to_theirs = with_reworded(to_theirs, passages[0], passages[1])
    to_theirs = _with_counts_left(to_theirs, passages[0], passages[1])
    if news.says_the_same:
        to_new = with_reworded(to_new, passages[0], passages[2])
    again = _returned(passages[1:], to_theirs, to_new) if is_edited else {}
    sizes = len(versions[0]), len(versions[1]), len(versions[2])
    return _Aligned(*versions, to_theirs, to_new, places(sizes, to_theirs, to_new, again))


def _by_sentence(
    aligned: _Aligned, written: Sequence[str], news: News, made_of: Set[str], in_conflict: bool
) -> tuple[str | None, bool]:
    """(merged text, whether a sentence that a person changed now says something else). No text where what they wrote
    can only stay as a whole."""
    declared = _declared_until(aligned.base), _declared_until(aligned.new)
    is_in_place_of = in_conflict and aligned.is_changed_and_gone()
    merged, says_otherwise, clash = [], False, False
    for place in aligned.places:
        own_of = written if place.base is None else aligned.theirs
        before, own, now = place.of(aligned.base, own_of, aligned.new)
        if in_conflict and before is not None and own is not None and said_of(own) != said_of(before):
            merged.append(own)
            continue
        if before is own is None and is_in_place_of:
            continue  # the note has it
        by_person = any(
            at is not None and at < until for at, until in zip((place.base, place.new), declared, strict=True)
        )
        found = _merge_sentence(before, own, now, by_person, news)
        if now is not None and uncounted(said_of(now)) in made_of:
            found = replace(found, clash=False)
        is_remark = before is None and now is None
        if (found.clash and now is None) or (is_remark and says_otherwise):
            return None, True
        clash |= found.clash
        if before is not None and now is not None:
            says_otherwise = not news.is_none_between(before, now, declared=by_person)
        merged.append(found.text)
    return " ".join(filter(None, merged)), clash


def _matched(one: Sequence[Passage], other: Sequence[Passage], alike: float) -> dict[int, int]:
    """By likeness, then by label: `Approver: Dr. Kim` reads like two sentences, and is another approver."""
    return with_free(align(one, other, alike), by_label(one, other))


def _with_counts_left(
    found: Mapping[int, int], one: Sequence[Passage], other: Sequence[Passage]
) -> dict[int, int]:
    """The alignment with sentences added that people put in place of generated ones, but for a count in them."""
    pairs = dict(found)
    for at, generated in enumerate(one):
        own = (to for to in range(len(other)) if to not in pairs.values())
        if at not in pairs and (left := [to for to in own if shares_count(generated.key, other[to].key)]):
            pairs[at] = max(left, key=lambda to: (likeness(generated, other[to]), -to))
    return pairs


def _declared_until(sentences: Sequence[str]) -> int:
    """How many sentences are declared: all up to the last mark, which may begin the sentence behind it."""
    marked = (at + (not one.startswith(BEGINS_MARK)) for at, one in enumerate(sentences) if is_declared(one))
    return max(marked, default=0)


def _told(sentence: str) -> str:
    """What it says, without marks."""
    return said_of(without_marks(sentence).strip())


def _returned(
    passages: Sequence[Sequence[Passage]], to_theirs: Mapping[int, int], to_new: Mapping[int, int]
) -> dict[int, int]:
    """Of the sentences that only people have those that the build says again, in other words than theirs."""
    own, fresh = passages
    left, free = (
        [place for place in range(len(some)) if place not in known.values()]
        for some, known in ((own, to_theirs), (fresh, to_new))
    )
    return align_some(own, left, fresh, free)


def _merge_sentence(
    base: str | None, theirs: str | None, new: str | None, declared: bool, news: News
) -> MergedText:
    """Merge one sentence, of which at least one version exists; empty text when it is removed. `declared`: declared
    by a person, so its numbers were not counted."""
    if base is None:
        return MergedText(theirs or new or "", theirs is not None and new not in (None, theirs))
    if new is None or theirs is None:
        kept = theirs if new is None else new
        if kept is None or said_of(kept) == said_of(base):
            return MergedText("", False)
        clash = new is None or not news.is_none_between(base, new, declared=declared)
        return MergedText(theirs or "", clash)
    if said_of(theirs) == said_of(base):
        return MergedText(retold(base, theirs, new), False)
    if said_of(new) in (said_of(base), said_of(theirs)):
        return MergedText(theirs, False)
    own, fresh = _told(theirs), _told(new)
    if not CITED.search(theirs) and are_versions(own, fresh):
        return MergedText(theirs if own == fresh else new, False)
    if {*CITED.findall(theirs)} <= {*CITED.findall(base)} and counts_as_before(own, _told(base), fresh):
        return MergedText(new, False)
    if not reads_alike(base, new, declared=declared):
        return MergedText(theirs, not news.is_worded_only(base, new))
    if (as_before := in_order_of_base(base, new)) is None:
        return MergedText(theirs, True)
    made, now = in_order_of(theirs, base, as_before)
    counted_anew = merge_words(made, theirs, now)
    return MergedText(theirs, True) if counted_anew is None else MergedText(counted_anew, False)


def retold(base: str, theirs: str, new: str) -> str:
    """The new text in the typography of theirs, as far as the words are the same. `theirs` says the same as `base`."""
    if theirs == base:
        return new
    if said_of(new) == said_of(base):
        return theirs
    own = merge_words(base, set_all_apart(theirs), new)
    return own if own is not None and unquoted(said_of(own)) == unquoted(said_of(new)) else new


def number_in(generated: str, text: str) -> int:
    """How many sentences of a generated paragraph stand in a text."""
    said = _said_in(set_all_apart(text))
    return sum(_words_in(one) in said for one in sentences(generated))


def renewed(was: str, new: str, text: str) -> str:
    """An earlier generated paragraph with the sentences of the new one that stand in what people made of it."""
    stands = _said_in(set_all_apart(text))
    versions = sentences(was), sentences(new)
    if len(versions[0]) != len(versions[1]):
        return was
    pairs = zip(*versions, strict=True)
    return " ".join(now if _words_in(now) in stands else before for before, now in pairs)


def is_said_again(was: str, base: str, theirs: str, new: str) -> bool:
    """Whether all of what `was` generated that people changed is generated now, and was not by the last build, of which
    they have taken over nothing."""
    own, last, now = (_said_in(set_all_apart(one)) for one in (theirs, base, new))
    changed = {_words_in(one) for one in sentences(was)} - own
    return changed <= now and not changed <= last and not have_taken_over(theirs, base, was)


def have_taken_over(theirs: str, base: str, was: str) -> bool:
    """Whether people have words in what they made of `was` that only the last build says: they rewrote it since."""
    of_last = {*_words_in(base)}.difference(_words_in(was))
    return any(len(one) > SHORT for one in of_last.intersection(_words_in(theirs)))


def as_generated(theirs: str, was: str) -> str:
    """People's paragraph with the sentences that they left as `was` generated them with the evidence of these."""
    made = {_words_in(one): one for one in sentences(was)}
    return " ".join(made.get(_words_in(one), one) for one in sentences(set_all_apart(theirs)))


def says_all(text: str, generated: str) -> bool:
    """Whether each sentence of a generated paragraph stands in what people made of it; its evidence and marks are yet
    to come. One that its marks end, without a stop, also stands where people wrote another behind it."""
    own, made = (_said_in(_EDITED.sub("", set_all_apart(version))) for version in (text, generated))
    return all(any(_begins(mine, one) for mine in own) for one in made)


def _words_in(sentence: str) -> tuple[str, ...]:
    return words_alone(said_of(sentence))


def _said_in(text: str) -> set[tuple[str, ...]]:
    """The words of each sentence."""
    return {_words_in(one) for one in sentences(text)}


def _begins(own: Sequence[str], made: Sequence[str]) -> bool:
    return own[: len(made)] == made and (len(own) == len(made) or own[len(made)][0].isupper())
