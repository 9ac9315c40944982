"""Three-way merge word by word: people's words with the numbers of now."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher

from msgspec import Struct
from msgspec.structs import replace

from ledgerium_cli.documents.merge.text.counted import CITED, MEASURES, words_of
from ledgerium_cli.plural import plural_of, singular_of

_OF_JSON = re.compile(r'(?<="version")(\s*:\s*)"[0-9a-f]{12}"')
_VERSION = re.compile(r"`[0-9a-f]{12}`[.,;:]?")
_ALL = re.compile(r"\ball (\d+)\b")
_STOP, _STOPS = "\0", ".,;:!?"
"""Before a stop or a bracket that was parted from the word before it; what stops are."""
_OPENS = "(\1"
"""A bracket that was parted from the count behind it."""
_PARTED = re.compile(f" {_STOP}|\1 ?")
_COUNT_IN_BRACKETS = re.compile(r"\(\d[\d.,]*")
"""The beginning of `(2 of 9 times)`."""
_OF_COUNTS = MEASURES | {"all", "in"}
_SPELLED = frozenset(
    "one two three four five six seven eight nine ten eleven twelve once twice thrice both".split()
)
"""Numbers as people write them."""
_TOKEN = re.compile(r'"(?:[^"\\\n]|\\.)*"|\s+|[^\s"]+|"')


class _Change(Struct, frozen=True):
    start: int
    end: int
    words: tuple[str, ...]


def merge_words(base: str, theirs: str, new: str) -> str | None:
    """People's words with the new numbers and citations. None when both changed the same number, when people put words
    in place of one that is another now, and when the build changed a word beside one, such as its unit, for which
    people put another. Where they put code, such as a version, in place of that of another build, theirs stays, and so
    does what they left out. Where `all 24` comes in place of `10 of 14`, or goes for it, and people put words into that
    count, it is `24 of 24` in them."""
    merged = _merge_words(base, theirs, new)
    if merged is None and _ALL.search(f"{base} {new}") is not None:
        return _merge_words(_ALL.sub(r"\1 of \1", base), theirs, _ALL.sub(r"\1 of \1", new))
    return merged


def _merge_words(base: str, theirs: str, new: str) -> str | None:
    versions = tuple(map(_words, (base, theirs, new)))
    changes = (_beside_cited(versions[0], one) for one in _changes(*versions[:2]))
    own = [one for one in changes if not _is_version(" ".join(one.words))]
    counted = [one for change in _changes(versions[0], versions[2]) for one in _apart(versions[0], change)]
    return _merged(versions[0], own, counted)


def _merged(base: Sequence[str], own: list[_Change], counted: Sequence[_Change]) -> str | None:
    is_worded_by_build = 2 * sum(one.end - one.start for one in own) <= len(base)
    kept = list[_Change]()
    for change in counted:
        at = next((at for at, one in enumerate(own) if _overlap(one, change)), None)
        if at is None or _is_of_word_before(own[at], change):
            kept += [] if _is_of_left_out(own, change) else [change]
            continue
        was = base[change.start : change.end]
        if change == own[at] or (was and all(word.startswith("`") for word in was)):
            continue
        if _is_lost(base, own[at], change):
            return None
        is_left_out = not own[at].words and any(map(_has_digit, base[own[at].start : own[at].end]))
        if was and not any(map(_has_digit, was)) and not is_left_out:
            noun = _in_number(was, change.words, own[at]) if is_worded_by_build else None
            if noun is None:
                return None
            own[at] = noun
    written = {word for one in own for word in one.words if _has_digit(word)}
    if any(word in written for one in counted if one not in kept for word in base[one.start : one.end]):
        return None  # it stands elsewhere now, with people's words
    return _PARTED.sub("", " ".join(_with_changes(base, [*kept, *own])))


def _is_lost(base: Sequence[str], own: _Change, counted: _Change) -> bool:
    """Whether people's words hide a number that is another now, or say what it was."""
    was, replaced = base[counted.start : counted.end], range(own.start, own.end)
    beside = [base[at] for at in range(counted.start, counted.end) if at not in replaced]
    if any(map(_has_digit, (*own.words, *beside))) or _spells(own.words):
        return True
    if not any(_has_digit(word) for word in (*was, *counted.words) if not CITED.match(word)):
        return False
    if not was:
        return bool(own.words)
    return _divides_count(base, own) or (own.words != () and _is_mostly_counts(base[own.start : own.end]))


def _divides_count(base: Sequence[str], own: _Change) -> bool:
    """Whether people replaced or left out a part of a count such as `1 of 6`."""
    for at in range(len(base) - 2):
        count = range(at, at + 3)
        if base[at + 1] == "of" and _has_digit(base[at]) and _has_digit(base[at + 2]):
            replaced = [own.start <= place < own.end for place in count]
            if any(replaced) and not all(replaced):
                return True
    return False


def _is_mostly_counts(words: Sequence[str]) -> bool:
    told = [
        word.strip("().") for word in words if not (CITED.match(word) or word.startswith((_STOP, _OPENS)))
    ]
    counts = [word for word in told if _has_digit(word) or {word, word.removesuffix("s")} & _OF_COUNTS]
    return 2 * len(counts) > len(told)


def _is_of_word_before(own: _Change, counted: _Change) -> bool:
    """Whether a count in brackets is new, right before what people put in."""
    return own.start == own.end == counted.start == counted.end and _is_in_brackets(counted)


def _is_of_left_out(own: Iterable[_Change], counted: _Change) -> bool:
    """Whether a count in brackets is new behind what people left out."""
    left_out = {one.end for one in own if not one.words}
    return counted.start == counted.end and counted.start in left_out and _is_in_brackets(counted)


def _is_in_brackets(change: _Change) -> bool:
    return bool(change.words) and change.words[0].startswith("(") and change.words[-1].endswith(")")


def _in_number(was: Sequence[str], now: Sequence[str], own: _Change) -> _Change | None:
    """What people call that which is counted, if anything, where it is now one in place of several, or several in place
    of one; None where that is not known."""
    if not len(was) == len(now) == own.end - own.start == 1:
        return None
    if not own.words:
        return own if singular_of(was[0]) == singular_of(now[0]) else None
    *before, noun = own.words
    if not noun.isascii() or not noun.isalpha() or not noun.islower():
        return None
    if now[0] == plural_of(was[0]):
        return replace(own, words=(*before, plural_of(noun)))
    return replace(own, words=(*before, singular_of(noun))) if was[0] == plural_of(now[0]) else None


def merge_json(base: str, theirs: str, new: str) -> str | None:
    """The block of JSON as people left it, with what is new; None where both changed the same, or no JSON comes of
    it. The version is that of now: git merges it by itself."""
    if version := _OF_JSON.search(new):
        now_written = version[0].removeprefix(version[1])
        base, theirs = (_OF_JSON.sub(rf"\1{now_written}", text, count=1) for text in (base, theirs))
    text = merge_tokens(*(_TOKEN.findall(one) for one in (base, theirs, new)))
    if text is None:
        return None
    fence, *lines = text.split("\n")
    try:
        json.loads("\n".join(lines[:-1]))
    except ValueError:
        return None
    return text if fence.strip().endswith("json") else None


def merge_tokens(base: Sequence[str], theirs: Sequence[str], new: Sequence[str]) -> str | None:
    """The text with what people and the build changed; None where both changed the same, each otherwise."""
    mine, fresh = _changes(base, theirs), _changes(base, new)
    if any(one != other and _overlap(one, other) for one in mine for other in fresh):
        return None
    return "".join(_with_changes(base, {*mine, *fresh}))


def _words(text: str) -> list[str]:
    """The words; a stop behind one is a word of its own, and so are brackets around a count, since people put others
    between the two, or brackets around what had none."""
    return [part for word in words_of(text) for part in _parted(word)]


def _parted(word: str) -> Iterator[str]:
    if _COUNT_IN_BRACKETS.fullmatch(word):
        yield _OPENS
        word = word[1:]
    bare = word.rstrip(_STOPS)
    stops = word[len(bare) :] if bare else ""
    is_closed = len(bare) > 1 and bare.endswith(")") and "(" not in bare
    yield (bare[:-1] if is_closed else bare) or word
    if is_closed:
        yield f"{_STOP})"
    if stops:
        yield f"{_STOP}{stops}"


def _beside_cited(base: Sequence[str], change: _Change) -> _Change:
    """The change with the generated citations that it replaces kept before it: they are no words of the sentence."""
    start = change.start
    while start < change.end and CITED.match(base[start]):
        start += 1
    return replace(change, start=start)


def _apart(base: Sequence[str], change: _Change) -> Iterator[_Change]:
    """The change word by word, numbers for numbers, as far as it can be; the last one has the rest. The evidence behind
    it is a change of its own."""
    if change.words and CITED.match(change.words[-1]) and CITED.match(base[change.end - 1]):
        yield replace(change, start=change.end - 1, words=change.words[-1:])
        change = replace(change, end=change.end - 1, words=change.words[:-1])
    size = change.end - change.start
    pairs = [*zip(base[change.start : change.end], change.words, strict=False)]
    if size > len(change.words) or any(_has_digit(one) != _has_digit(other) for one, other in pairs):
        yield change
        return
    for at in range(size - 1):
        yield _Change(change.start + at, change.start + at + 1, change.words[at : at + 1])
    yield _Change(change.end - min(size, 1), change.end, change.words[max(size - 1, 0) :])


def _has_digit(word: str) -> bool:
    return any(map(str.isdigit, word))


def _spells(words: Sequence[str]) -> bool:
    return not _SPELLED.isdisjoint(word.casefold() for word in words)


def _is_version(text: str) -> bool:
    return _VERSION.fullmatch(text) is not None


def _changes(base: Sequence[str], other: Sequence[str]) -> list[_Change]:
    matcher = SequenceMatcher(None, base, other, autojunk=False)
    return [
        _Change(start, end, tuple(other[first:last]))
        for tag, start, end, first, last in matcher.get_opcodes()
        if tag != "equal"
    ]


def _with_changes(base: Sequence[str], changes: Iterable[_Change]) -> Iterator[str]:
    end = 0
    for change in sorted(changes, key=lambda one: (one.start, one.end)):
        yield from (*base[end : change.start], *change.words)
        end = change.end
    yield from base[end:]


def _overlap(one: _Change, other: _Change) -> bool:
    if one.start == one.end and other.start == other.end:
        return one.start == other.start
    return max(one.start, other.start) < min(one.end, other.end) or (
        (one.start == one.end and other.start < one.start < other.end)
        or (other.start == other.end and one.start < other.start < one.end)
    )
