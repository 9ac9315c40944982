"""The English that the rules know: short lists, in sight, and no model of a language."""

from __future__ import annotations

import re
from collections.abc import Iterator

VERBS = frozenset(
    """accept access activate add address adjust agree align allocate alert analyse analyze answer append apply
    approve archive arrange ask assess assign attach audit authorise authorize back begin block book bring
    build calculate calibrate call cancel capture change charge check choose clean clear click close collect
    compare compile complete compute confirm connect contact convert copy correct count create cross cut decide
    decline deduct define delete deliver deploy describe deselect destroy detach determine dial disable
    disconnect discard dispatch divide document double-click download draft drag draw drop edit email e-mail
    empty enable end enter escalate estimate examine exit expand explain export extract file fill filter find
    fix follow forward gather generate get give go grant greet hand hold identify import inform initiate inspect
    install insert invite invoice issue keep launch leave let link list load lock log look lower make map mark
    match measure meet merge mix monitor mount move name note notify obtain offer open order pack paste pause pay
    perform phone pick place post prepare press print proceed publish pull push put raise read receive recalculate
    reconcile record redo refer refresh refund refuse register reject release reload remove rename repeat replace
    reply report request reserve reset resolve respond restart restore retain retrieve return reverse
    revert review rinse roll route run save scan schedule scroll search seal select send separate set settle
    ship show shut sign skip sort specify split stamp start stop store submit subtract summarise summarize
    switch synchronise tag take tell test tick toggle track transfer transmit turn type undo unlock unmark untick
    update upload use validate verify wait wash watch weigh withdraw wrap write""".split()
)
"""Verbs with which an instruction may begin, in the imperative. What nobody could see being
done, such as `ensure` or `handle`, is not among them."""

FIRST_OF_A_CLAUSE = frozenset(
    """after as at before by during for from if in into on once onto to under unless until using via when where while
    with within without""".split()
)
"""A clause that begins so may stand before the verb, up to a comma."""
BEFORE_A_VERB = frozenset(
    "always also first finally immediately next never now please then not do don't".split()
)
CONDITIONS = ("if", "when", "unless", "where", "in case", "whenever", "on refusal", "on failure")
"""How a sentence begins that tells what to do under a condition."""
OTHERWISE = frozenset("otherwise else unless".split())
VAGUE = frozenset(
    """adequate adequately appropriate appropriately etc necessary needed normally periodically promptly proper properly
    regularly relevant sometimes somehow soon suitable suitably timely usually various possible""".split()
)
"""Words that leave it to the reader what to do."""
FILLER = frozenset(
    """basically best-in-class comprehensive crucial cutting-edge essential excellence holistic important leverage
    paramount robust seamless state-of-the-art stakeholders streamline synergy utilise utilize world-class""".split()
)
"""Words that sound well and say nothing that could be checked."""
PLACEHOLDERS = frozenset("tbd tba todo tbc xxx lorem ipsum fixme yyyy yyyy-mm-dd dd/mm/yyyy".split())
BRACKETS = (("[", "]"), ("{", "}"), ("<", ">"))
"""Around what is to be filled in."""
NOT_STATED = frozenset(
    ("", "-", "–", "—", "n/a", "none", "nobody", "nobody has stated it yet", "not declared", "unknown")
)
NEGATIONS = frozenset("not no never except excluding excludes excluded outside without cannot".split())
BOUNDS = (frozenset(("from", "to")), frozenset(("begins", "ends")), frozenset(("starts", "ends")),
          frozenset(("applies",)), frozenset(("covers",)), frozenset(("start", "end")))  # fmt: skip
"""Words that together say where something begins and ends, or to what it applies."""
AIMS = frozenset("so ensure ensures prevent prevents avoid avoids that order enable enables because".split())
FUNCTION = frozenset(
    "the to of and is are when if for with that this by be was were not no none from".split()
)
"""English is hardly written without them."""
FEW_WORDS, JOINING = 20, 20
"""In English one word in four is among `FUNCTION`, in German or French one in fifty."""
_NO_CONTENT = FUNCTION | frozenset(
    """a an in on at as it its or but into per via than then so do does done has have had will shall must may can all
    any each every one what who which where how you your we our they their there here only also out up over under after
    before other same such these those more most been being procedure process step steps work document sop""".split()
)
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|‘[^’]*’|«[^»]*»")
_WORD = re.compile(r"[^\W_][\w'’.-]*(?<![.'’-])|\d+")
_REQUIRED = re.compile(
    r"(?:rule: )?([^.;:]+?) "
    r"(?:(?:is|are) (?:always )?(?:required|mandatory)|must (?:always )?be (?:filled in|entered|given))\b",
    re.IGNORECASE,
)
_LISTED = re.compile(r", (?:and )?| and ")
_PARTS = re.compile(r"[,;:.]\s+|\s+(?:and|then)\s+|,\s*then\s+|\s+&\s+")


def words(text: str) -> list[str]:
    return [found.lower().replace("’", "'") for found in _WORD.findall(text)]


def content(text: str) -> set[str]:
    """The words that say what a text is about, without their endings."""
    return {_stem(word) for word in words(text) if word not in _NO_CONTENT and len(word) > 2}


def _stem(word: str) -> str:
    for ending in ("ing", "ed", "es", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word.removesuffix(ending)
    return word


def quotations(text: str) -> list[str]:
    return [found[1:-1] for found in _QUOTED.findall(text)]


def without_quotations(text: str) -> str:
    """With a word in the place of each, so that no comma inside divides a sentence."""
    return _QUOTED.sub("‹…›", text)


def is_imperative(text: str) -> bool:
    """Whether it begins with a verb that tells somebody to do something.

    Before it may stand who does it (`Clerk: …`), a clause of place, time or condition up to a comma, and `then`,
    `please`, an adverb.
    """
    return _begins_with_verb(_without_clauses(without_quotations(text)))


def actions(text: str) -> int:
    """How many things are to be done, by the verbs with which its parts begin."""
    parts = _PARTS.split(_without_clauses(without_quotations(text)))
    return sum(map(_begins_with_verb, parts))


def _without_clauses(text: str) -> str:
    label, colon, rest = text.partition(": ")
    if colon and rest and len(label.split()) <= 4 and not _begins_with_verb(label):
        text = rest
    while next(iter(words(text)), "") in FIRST_OF_A_CLAUSE and ", " in text:
        text = text.partition(", ")[2]
    return text


def _begins_with_verb(text: str) -> bool:
    for word in words(text):
        if word not in BEFORE_A_VERB and not word.endswith("ly"):
            return word in VERBS
    return False


def is_english(text: str) -> bool:
    """Whether as many of its words as in any English text are those that only join others; a few words tell nothing."""
    found = words(text)
    return len(found) < FEW_WORDS or JOINING * sum(word in FUNCTION for word in found) >= len(found)


def vague(text: str) -> Iterator[str]:
    yield from (word for word in words(without_quotations(text)) if word in VAGUE)


def placeholders(text: str) -> Iterator[str]:
    yield from (word for word in words(without_quotations(text)) if word in PLACEHOLDERS)


def required(text: str) -> list[str]:
    """The things that a sentence says are required: `Customer and item are required`, `Item must be filled in`."""
    found = _REQUIRED.match(text)
    return [one for one in _LISTED.split(found[1]) if content(one)] if found else []


def is_stated(value: str) -> bool:
    said = value.strip().rstrip(".").lower()
    return said not in NOT_STATED and not any(placeholders(value)) and not is_blank(value)


def is_blank(text: str) -> bool:
    """Whether it is what a template leaves to be filled in: `[Describe the purpose]`, `{{title}}`, `<name>`, `____`; a
    label such as `[F-12]` is not."""
    said = text.strip().rstrip(".:").strip("*_ ")
    is_label = " " not in said and any(map(str.isdigit, said))
    in_brackets = any(said.startswith(one) and said.endswith(other) for one, other in BRACKETS)
    return not said or (in_brackets and not is_label and "\n" not in said)


def says_that_nobody_stated(text: str) -> bool:
    return words(text)[:3] == ["nobody", "has", "stated"]


def is_condition(text: str) -> bool:
    return f"{' '.join(words(text))} ".startswith(tuple(f"{one} " for one in CONDITIONS))
