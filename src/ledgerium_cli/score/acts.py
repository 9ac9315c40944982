"""Recognises instructions in the text of an SOP: sentences that tell somebody to do something, or who does what;
and counts the actions in them.

Two forms count: the imperative (`Open the form.`), and the third person with a role before its verb (`The clerk
opens the form.`, `The clerk shall open the form.`), where a label, a cell or a heading may name the role as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache

from ledgerium_cli.score.lines import is_shouted
from ledgerium_cli.score.words import (
    ADVERBS,
    CONDITIONS,
    DETERMINERS,
    DUTIES,
    FIRST_OF_A_CLAUSE,
    FUNCTION,
    GOES_ON,
    OF_THINGS,
    OTHERWISE,
    PARTICLES,
    PERSONS,
    THINGS,
    UNSEEN,
    VERBS,
    content,
    stem,
    vague,
    without_quotations,
    words,
)

LONGEST_SUBJECT = 8
"""In words."""
LEAST_SAID = 2
"""The fewest words of content in a condition with its instruction; `If so, good.` says nothing."""
LONGEST_LABEL = 4
"""In words."""
MOST_LABELS = 3
"""How many labels may follow each other at the beginning of a sentence."""
_LABEL = re.compile(r"(?P<label>[^:.–—]{1,60}?)(?P<mark>: | [–—-] |\. )(?P<rest>\S.*)", re.DOTALL)
_SENTENCE = re.compile(r"(?<=[.;!?])\s+|\s*\|\s*")
_PARTS = re.compile(r"[,;:.]\s+|\s+(?:and|then)\s+|,\s*then\s+|\s+&\s+")
_TRAILING = re.compile(r"[ ,](?:if|unless|in case|when)\s+(?:\S+\s+)+\S+", re.IGNORECASE)
_YOU = re.compile(r"^\s*(?:you|we)\s+(?:(?:must|shall)\s+)?", re.IGNORECASE)
_FROM = r"(?:between|below|above|over|under|exceeding|up to|less than|more than)\s+(?:[A-Z]{3}|[€$£])?\s*\d"
_LIMIT = re.compile(
    rf"\s*(?:{_FROM}|\w+s(?: \w+){{0,2}} {_FROM}\S*(?: \w+){{0,2}} (?:are|require|need|must|shall|go)\b)",
    re.IGNORECASE,
)
"""How a sentence begins that says from which number on, or up to which: `Below 60 points the provider is rejected.`,
`Orders over EUR 500 require an approval.`"""
_QUESTION = re.compile(r"\W*(?P<asked>[^.:?!]{1,60})\?\s+(?P<rest>\S.*)", re.DOTALL)
_ASKS = frozenset("how what who why when where which can may should could do does did will".split())
"""Words with which a question begins that is no condition: `How long does it take? Ask Kim.`"""
_DEPARTMENT = re.compile(r"\b(?!AI|CD|CI|DB|ID|OS|PC|UI|VM)[A-Z]{2}\b")
"""Not the letters of what is no department."""
_AFTER_NOUNS = frozenset("is are was were must shall will should may can has have of".split())
"""Words before which a word such as `orders` is no verb."""
_AFTER_SUBJECTS = frozenset("is are was were must shall should has".split())
"""Words before which a word such as `position` is no verb at the beginning of a sentence."""
_WHETHER = frozenset(
    "check see verify ask determine confirm decide know test tell establish assess sure".split()
)
"""Verbs after which `if` is a question, not a condition: `Check if …`."""


@lru_cache(maxsize=4096)  # several rules ask for the same sentences
def is_imperative(text: str) -> bool:
    """Whether a text begins with a verb in the imperative.

    The verb may follow a label with the actor (`Clerk: …`), a clause of place, time or condition up to a comma, and
    `then`, `please` or an adverb.
    """
    return _commands(_without_clauses(_without_label(without_quotations(text))))


def is_told_of(text: str, roles: Iterable[str] = (), who: str = "") -> bool:
    """Whether a text says in the third person who does what: the role is before the verb, or given beside it as
    `who`."""
    plain = without_quotations(text)
    rest = _without_label(plain)
    if (who or rest != plain) and _is_third(_first(_without_clauses(rest))):
        return True
    return any(subject(_without_clauses(one), roles) is not None for one in (plain, rest))


def doer(text: str, roles: Iterable[str] = (), who: str = "") -> str | None:
    """The actor of an instruction: `who` if given, else the role before a colon or dash, or before the verb."""
    plain = without_quotations(text)
    if who:
        return who
    if found := _labelled(plain):
        label = found["label"]
        if (words(label) and is_person(words(label)[-1])) or label in {*roles}:
            return label
    return subject(_without_clauses(_without_label(plain)), roles)


def subject(text: str, roles: Iterable[str] = ()) -> str | None:
    """The actor at the beginning of a sentence: a role that the document names, a word for people, or the two letters
    of a department such as `HR`. In `Sales orders are entered` nobody acts."""
    said = words(text)
    letters = set() if is_shouted(text) else {one.lower() for one in _DEPARTMENT.findall(text)}
    start = 1 if said[:1] and said[0] in DETERMINERS else 0
    known = [words(role) for role in roles]
    for place in range(start + 1, min(len(said), start + LONGEST_SUBJECT)):
        who = said[start:place]
        if who[0] in FUNCTION or not (
            is_person(who[-1]) or who in known or (place == start + 1 and who[0] in letters)
        ):
            continue
        verb, after = [*(one for one in said[place:] if not _is_adverb(one)), "", ""][:2]
        if after in _AFTER_NOUNS:
            continue
        many = who[-1].endswith("s") or who[-1] in ("staff", "personnel", "team")
        if verb in DUTIES or _is_third(verb) or (verb in VERBS and (many or place == 1)):
            return " ".join(who)
    return None


def does(word: str) -> bool:
    """Whether a word is a known verb in the third person, or an auxiliary of duty such as `shall`."""
    return word.lower() in DUTIES or _is_third(word.lower())


def without_lead(text: str, names: Sequence[str]) -> str:
    """Drops a bold title from the beginning: `**Count.** The clerk counts the pallets.`"""
    lead = names[0] if names else ""
    return text.removeprefix(lead).strip() if lead.endswith((".", ":")) and text.startswith(lead) else text


def actions(text: str) -> int:
    """Number of actions in a text, by the verbs that begin its parts. Of alternative branches the longest counts,
    since only one of them is taken."""
    always, branches = 0, [0]
    forbids = False
    for sentence in _SENTENCE.split(_without_label(without_quotations(text))):
        if _forbids(sentence):
            forbids = True
            continue
        n = _in_sentence(sentence)
        if _first(sentence) in OTHERWISE or is_condition(sentence):
            branches.append(n)
        else:
            always += n
    if always == 0 == max(branches):
        return int(forbids)
    return always + max(branches) if always == 0 or max(branches) == 0 else max(always, *branches)


def _forbids(sentence: str) -> bool:
    """Whether it says what not to do, which is no action."""
    said = words(sentence)
    return said[:1] in (["never"], ["don't"]) or said[:2] == ["do", "not"]


def _in_sentence(sentence: str) -> int:
    rest = _without_clauses(_without_label(sentence))
    acts = _is_third(_first(rest)) and not DUTIES.intersection(words(rest))  # not: `Requests shall be signed`
    told = subject(rest) is not None or (not _commands(rest) and acts)
    parts = _PARTS.split(rest)
    first = int(_commands(parts[0]) or told)
    others = parts[1:] if len(words(parts[0])) < 2 else [one for one in parts[1:] if not _names_thing(one)]
    return first + sum(_begins_with_verb(part) or (told and _is_third(_first(part))) for part in others)


def _names_thing(part: str) -> bool:
    """Whether a part of a sentence may be one of several objects of its verb: `invoice`, `invoice date`."""
    said = words(part)
    is_thing = bool(said) and bool({said[0], said[0].removesuffix("s")} & THINGS)
    return is_thing and (len(said) == 1 or said[1].removesuffix("s") in OF_THINGS)


def tells_what_then(sentence: str) -> bool:
    """Whether a sentence has a condition and says what to do: `If …, …`, `Do … if …`, `… -> do …`."""
    said = without_quotations(sentence)
    if len(content(sentence)) < LEAST_SAID:
        return False
    before, arrow, after = said.partition("->" if "->" in said else "→")
    if arrow and before.strip() and is_imperative(after) and not is_imperative(before):
        return True
    if _LIMIT.match(said) or _asks_whether(said):
        return True
    if is_condition(said):
        return (", " in said or ": " in said or " then " in said) and not is_vague_condition(said)
    found = _TRAILING.search(said)
    if found is None or any(vague(found[0])):
        return False
    before = said[: found.start()]
    return words(before)[-1:] != [] and words(before)[-1] not in _WHETHER and len(content(found[0])) > 0


def is_condition(text: str) -> bool:
    begins = f"{' '.join(words(text))} ".startswith(tuple(f"{one} " for one in CONDITIONS))
    return begins or _LIMIT.match(text) is not None


def _asks_whether(text: str) -> bool:
    """Whether a short question stands before what to do: `Still red? Roll back.`"""
    found = _QUESTION.fullmatch(text)
    return found is not None and _first(found["asked"]) not in _ASKS and is_imperative(found["rest"])


def is_vague_condition(sentence: str) -> bool:
    return any(vague(sentence.partition(",")[0]))


def has_other_way(text: str) -> bool:
    """Whether a text has a branch for the other case: `Otherwise …`, `else …`, `if not, …`, `unless …`; or says to
    stop or repeat, so that otherwise the work goes on."""
    said = f" {' '.join(words(text))} "
    is_refused = any(f" {be} {stem(one)}" in said for be in ("is", "are", "be") for one in GOES_ON)
    return (
        bool((OTHERWISE | GOES_ON).intersection(said.split()))
        or is_refused
        or any(
            f" {one} " in said
            for one in ("if not", "if no", "if it is not", "if it has not", "if it does not")
        )
    )


def without_who(text: str) -> str:
    """The text without its actor."""
    rest = _without_label(text)
    said = subject(_without_clauses(rest))
    return rest if said is None else re.sub(rf"(?i)\b(?:the )?{re.escape(said)}\b", "", rest, count=1)


def _without_label(text: str) -> str:
    """The text without labels for actor or subject, which end in a colon, a dash or a full stop."""
    for _ in range(MOST_LABELS):
        if not (found := _labelled(text)):
            break
        text = found["rest"]
    return text


def _labelled(text: str) -> re.Match[str] | None:
    found = _short_label(text)
    if not found:
        return None
    rest = found["rest"]
    for _ in range(MOST_LABELS):
        rest = after["rest"] if (after := _short_label(rest)) else rest
    tells = _commands(_without_clauses(rest)) or _is_third(_first(rest)) or subject(rest) is not None
    if found["mark"] == ". ":
        return found if tells and "," not in found["label"] and not _commands(found["label"]) else None
    return None if _commands(found["label"]) and not tells else found


def _short_label(text: str) -> re.Match[str] | None:
    found = _LABEL.fullmatch(text)
    return found if found and len(found["label"].split()) <= LONGEST_LABEL else None


@lru_cache(maxsize=4096)
def _without_clauses(text: str) -> str:
    """The text without leading clauses, and without `you must`, which only rephrases an imperative."""
    while _first(text) in FIRST_OF_A_CLAUSE and ", " in text:
        text = text.partition(", ")[2]
    if (asked := _QUESTION.fullmatch(text)) and _first(asked["asked"]) not in _ASKS:
        text = asked["rest"]
    return _YOU.sub("", text, count=1)


def _commands(text: str) -> bool:
    """Whether a text begins with a verb: a known one, or an unknown word before a determiner such as `the`, or a
    particle such as `off`, that can only be a verb."""
    said = [word for word in words(text) if not _is_adverb(word)]
    said = said[1:] if said[:1] in (["otherwise"], ["else"]) else said
    if said[:2] == ["make", "sure"]:
        return False
    if said[:1] and said[0] in VERBS:
        return said[1:2] == [] or said[1] not in _AFTER_SUBJECTS
    return len(said) > 2 and said[1] in DETERMINERS | PARTICLES | {"it", "them"} and _may_be_verb(said[0])


def _may_be_verb(word: str) -> bool:
    no_verb = FUNCTION | FIRST_OF_A_CLAUSE | DETERMINERS | UNSEEN | PERSONS | OTHERWISE
    return word.isalpha() and word not in no_verb and not word.endswith(("ing", "ed", "s", "tion"))


def _begins_with_verb(text: str) -> bool:
    return next((word in VERBS for word in words(text) if not _is_adverb(word)), False)


def _is_third(word: str) -> bool:
    is_verb = word.endswith("s") and not word.endswith("ings")
    return is_verb and word not in VERBS and word not in FUNCTION and stem(word) in _stems()


def is_person(word: str) -> bool:
    return word in PERSONS or (word.endswith("s") and word[:-1] in PERSONS)


def _is_adverb(word: str) -> bool:
    return word in ADVERBS or word.endswith("ly")


def _first(text: str) -> str:
    return next((word for word in words(text) if not _is_adverb(word)), "")


@cache
def _stems() -> frozenset[str]:
    return frozenset(map(stem, VERBS))


def clauses(texts: Iterable[str]) -> Iterator[str]:
    """The sentences of the texts, split at semicolons too."""
    for text in texts:
        yield from (one for one in text.replace("; ", ". ").split(". ") if one)
