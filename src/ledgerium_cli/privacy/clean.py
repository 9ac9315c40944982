"""Finds what should not be in a line of a recording, and makes the line without it. Pure.

`lint` reports the findings and `redact` keeps the cleaned line, so neither can miss what the other sees.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from urllib.parse import unquote

from ledgerium_cli.privacy.found import STRANGE_TOKEN, Found, looks_like, shape, shape_of
from ledgerium_cli.privacy.mask import Masked, Piece, is_reference, mask, named
from ledgerium_cli.privacy.persons import LONGEST_ID, PERSON, Json, Record, renamed
from ledgerium_cli.privacy.tokens import STANDS_FOR_SOMETHING, Token

DATA_ROLES = frozenset(
    "option cell gridcell row rowheader listitem treeitem definition".split(),
)
"""Roles of elements whose text is data; the recorder gives them no name."""

LONGEST = {
    "system": 253, "route": 500, "title": 200, "heading": 200, "name": 200, "owner": 200, "workflow": 200,
    "actor": 80, "recorder": 40, "time_zone": 64, "case_form": 80, "case": 80, "message.text": 300, "text": 1000,
    "source": 200,
}  # fmt: skip
"""The most characters of each text in the format: a token may be longer than the text it replaces."""
INSTEAD = "[text]"
"""What stands for a text of which nothing can be told."""
LONGEST_READ = 2000
"""Characters. No text of the format is that long; a longer one is refused for its length and not read to its end."""

_WORDS = frozenset("kind how type mark named_by field sha256 source_sha256".split())
"""Fields with a fixed list of allowed words."""
_OWN = frozenset(
    "system recorder source time_zone workflow actor case case_form text recording document".split()
)
"""Fields that no page wrote, or that name a system: a code in them is the person's word or the system's name."""
_OTHER_NUMBER = re.compile(r"[0-9]{3,}")
"""A segment of a route that is a number, when case references have a form that it does not match."""
_ROLE = re.compile(r"[a-z-]{1,40}")
_DATED = re.compile(r"(?P<stem>.*?)(?P<end>-[0-9]{8}T[0-9]{6}-[0-9a-f]{4,8})?", re.DOTALL)
"""A recording's id: the recorder puts the actor first, then the time and random digits."""
_DOCUMENT = re.compile(r"d-[0-9a-f]{1,32}")
_NAMED = re.compile(r"(?<![^\W_])(?:person|recording)-[0-9a-f]{10}(?![^\W_])")
_QUERY = re.compile(r"\?[^#]*")
_PARAMETER = re.compile(r";[^/]*")
_VALUE = re.compile(r"=(?P<value>[^=&/]+)")
_IN_QUOTES = re.compile(r""""((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'""")
_BY_NAME = re.compile(r"role=[^\[]*\[name\b")
_MASKED = re.compile(rf"{STANDS_FOR_SOMETHING.pattern}|\[text\]")
_MOST_PASSES = 8


@dataclass(frozen=True, slots=True)
class Masking:
    """How the texts of one recording are masked."""

    case_form: str = ""
    token: Token | None = None

    def of(self, text: str, codes: bool = True) -> Masked:
        """The masked text with everything found in it. Masking is repeated until the text no longer changes."""
        pieces: list[Piece] = []
        for _ in range(_MOST_PASSES):
            found = mask(text[:LONGEST_READ], self.case_form, self.token, codes)
            found = replace(found, text=STRANGE_TOKEN.sub(self._strange(pieces), found.text))
            pieces += found.pieces
            if found.text == text:
                return Masked(text, tuple(pieces))
            text = found.text
        return Masked(INSTEAD, tuple(pieces))

    def _strange(self, pieces: list[Piece]) -> Callable[[re.Match[str]], str]:
        def instead(found: re.Match[str]) -> str:
            if STANDS_FOR_SOMETHING.fullmatch(found.group()):
                return found.group()
            token = named("number", found.group(), self.token)
            pieces.append(Piece("opaque", found.group(), token))
            return token

        return instead


def clean(record: Record, masking: Masking) -> tuple[Record, list[Found]]:
    """A line without what should not be there, and what that was. A clean line is returned unchanged."""
    cleaner = _Cleaner(masking)
    if record.get("kind") == "header":
        record = cleaner.header(record)
    return cleaner.record(record, ""), cleaner.found


def case_form_of(header: Record) -> str:
    """The form of case references in a header; empty if it must not be used because it would let every number
    through."""
    form = header.get("case_form")
    if not isinstance(form, str) or Masking().of(form).pieces or _MASKED.search(form):
        return ""
    return form if "##" in form or any(char.isalpha() for char in form) else ""


@dataclass(slots=True)
class _Cleaner:
    masking: Masking
    found: list[Found] = field(default_factory=list)

    def header(self, header: Record) -> Record:
        """If the actor's name is masked (e.g. an e-mail address), also replace it in the recording's id, where it
        has a form that no pattern matches."""
        actor, name = header.get("actor"), header.get("recording")
        if not isinstance(actor, str) or PERSON.fullmatch(actor) or not self.masking.of(actor).pieces:
            return header
        instead = f"person-{self._digits(actor)}"
        if (new := renamed(name, actor, instead)) == name:
            return header
        self.found.append(Found("recording", "holds what the actor's name holds"))
        return {**header, "recording": new if len(new) <= LONGEST_ID else instead}

    def record(self, record: Record, place: str) -> Record:
        role = record.get("role")
        if isinstance(role, str) and role in DATA_ROLES and place in ("element.", "dragged."):
            record = self._without_data(record, place)
        return {key: self.value(value, f"{place}{key}") for key, value in record.items()}

    def value(self, value: Json, place: str) -> Json:
        if isinstance(value, dict):
            return self.record(value, f"{place}.")
        if place.endswith(".selectors") and isinstance(value, list):
            return [one for one in value if not isinstance(one, str) or self._is_clean_selector(one, place)]
        if isinstance(value, list):
            return [self.value(one, place) for one in value]
        return self.text(value, place) if isinstance(value, str) else value

    def text(self, text: str, place: str) -> str:
        match place.rpartition(".")[2]:
            case word if word in _WORDS:
                return text
            case "route":
                return self._bounded(text, place, self._route)
            case "recording" | "document" as kind:
                return self._identifier(text, kind, place)
            case "role":
                return self._role(text, place)
            case "actor" if PERSON.fullmatch(text):
                return text
        return self._bounded(text, place, self._masked)

    def _bounded(self, text: str, place: str, cleaned: Callable[[str, str], str]) -> str:
        """Clean and shorten a text until it no longer changes, since cutting it may expose something new."""
        longest = LONGEST.get(place, LONGEST.get(place.rpartition(".")[2], LONGEST_READ))
        for _ in range(_MOST_PASSES):
            before, text = text, _shortened(cleaned(text, place), longest)
            if text == before:
                return text
        return INSTEAD

    def _masked(self, text: str, place: str) -> str:
        masked = self.masking.of(text, codes=place not in _OWN and not place.endswith(".system"))
        self._tell(masked, place)
        return masked.text

    def _tell(self, masked: Masked, place: str) -> None:
        self.found += [Found(place, looks_like(piece), shape_of(piece)) for piece in masked.pieces]

    def _route(self, route: str, place: str) -> str:
        """The route without query and parameters, with each segment masked, also in its percent-decoded form."""
        for pattern, what in ((_QUERY, "has a query"), (_PARAMETER, "has a parameter")):
            if found := pattern.search(route):
                self.found.append(Found(place, what, shape(found.group())))
                route = pattern.sub("", route)
        return "/".join(self._segment(segment, place) for segment in route.split("/"))

    def _segment(self, segment: str, place: str) -> str:
        meant = unescaped(segment)
        if self.masking.case_form and _OTHER_NUMBER.fullmatch(meant) and not self._is_reference(meant):
            self.found.append(Found(place, "looks like an identifier", shape(meant)))
            return named("number", meant, self.masking.token)
        kept = _VALUE.sub(lambda found: self._kept_value(found, place), meant)
        masked = self._masked(kept, place)
        return segment if masked == meant else masked

    def _is_reference(self, text: str) -> bool:
        return is_reference(text, self.masking.case_form)

    def _kept_value(self, found: re.Match[str], place: str) -> str:
        value = found["value"]
        if self._is_reference(value) or STANDS_FOR_SOMETHING.fullmatch(value):
            return found.group()
        self.found.append(Found(place, "has a value after “=”", shape(found.group())))
        return "="

    def _identifier(self, text: str, kind: str, place: str) -> str:
        if kind == "document" and _DOCUMENT.fullmatch(text):
            return text
        parts = _DATED.fullmatch(text)
        stem, end = (parts["stem"], parts["end"] or "") if parts is not None else (text, "")
        masked = self.masking.of(_NAMED.sub("", stem), codes=False)
        if not masked.pieces:
            return text
        self._tell(masked, place)
        return f"{'d' if kind == 'document' else kind}-{self._digits(stem)}{end}"

    def _digits(self, text: str) -> str:
        return self.masking.token("number", text) if self.masking.token is not None else "0" * 10

    def _role(self, role: str, place: str) -> str:
        if _ROLE.fullmatch(role):
            return role
        self.found.append(Found(place, "is not a role", shape(role)))
        return "generic"

    def _without_data(self, element: Record, place: str) -> Record:
        """Remove the name of an element that shows data, and selectors that use it, since the name is the data."""
        kept = dict(element)
        if kept.pop("name", None):
            self.found.append(Found(f"{place}name", f"names an element that shows data ({element['role']})"))
            kept.pop("named_by", None)
        if isinstance(selectors := kept.get("selectors"), list):
            kept["selectors"] = [one for one in selectors if not _BY_NAME.match(str(one))]
            if kept["selectors"] != selectors:
                self.found.append(Found(f"{place}selectors", "finds an element that shows data by its name"))
        return kept

    def _is_clean_selector(self, selector: str, place: str) -> bool:
        """The quotation marks in a selector are syntax; a selector with a masked part would find nothing and is
        removed."""
        values = [first or second for first, second in _IN_QUOTES.findall(selector)]
        masked = [self.masking.of(text) for text in (*values, _IN_QUOTES.sub("", selector))]
        for one in masked:
            self._tell(one, place)
        return not any(one.pieces for one in masked)


def _shortened(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def unescaped(segment: str) -> str:
    """The segment percent-decoded, repeatedly if it was encoded repeatedly."""
    for _ in range(_MOST_PASSES):
        meant = unquote(segment)
        if meant == segment:
            break
        segment = meant
    return segment
