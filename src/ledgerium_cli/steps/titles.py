"""Names guessed activities in the imperative, after controls and forms; never after a value."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

from ledgerium_cli.privacy.tokens import without_names, without_tokens
from ledgerium_cli.recording.model import Event
from ledgerium_cli.steps.model import Activity

LONGEST_SLUG = 60
GO_ON = frozenset("next continue proceed ok weiter fortfahren".split())
"""Labels of buttons that only lead to the next page of the same work."""
HAND_OFF = "Hand off"
"""What a person said by a mark after links only, which merely lead somewhere."""
GIVE_UP = frozenset(
    "cancel no abbrechen nein annuler non cancelar annulla nee annuleren anuluj nie não".split()
)
"""Labels of buttons of a dialog that leave undone what it asked about."""
VERBS = frozenset(
    "accept add allocate amend apply approve archive arrange assign attach authorize book cancel change check "
    "close complete confirm copy correct create decline delete deliver dispatch draft edit enter escalate "
    "export file find finish forward generate import invite invoice issue keep link load lock mark merge "
    "move open order pay place post prepare print process publish raise receive record refresh refund reject "
    "release remove rename reopen replace reply request reserve reset resolve restore retry return review "
    "revoke run save schedule select send set ship show sign split start stop submit transfer unlock update "
    "upload validate verify view void withdraw write".split()
)
"""Verbs with which labels of buttons in business software begin."""

_KEEP = frozenset(
    "a an the all as at back by for from in into it my new now off on out over this to up with your and or".split()
)
"""Words after the verb that take no article before them."""


def guess_activity(commit: Event | None, events: Sequence[Event]) -> Activity:
    """The activity that a segment of events performs, named after its commit.

    Two segments are the same activity when they have the same title, but for case and blanks, in the same system.
    """
    title = without_names(_title(commit, events))
    places = [
        event.page.system for event in (commit, *reversed(events)) if event and event.page and event.is_input
    ]
    system = places[0] if places else ""
    own = _id(title)
    return Activity(f"{own}-{slug(system)}" if system else own, title, "guess")


def without_numbers(text: str) -> str:
    """The text without numbered references and tokens (SO-1042, R-203, 17), so that pages of one kind are equal."""
    return _numbered.sub("…", without_tokens(text))


_numbered = re.compile(r"(?<![\w-])[\w-]*\d[\w-]*")
"""Matches from the beginning of a word only, so that the search does not start anew at each letter of a word."""


def _id(title: str) -> str:
    """The slug of a title; with a digest where a name has signs, which alone may tell it from another: `C++`, `C#`."""
    short = slug(title)
    plain = " ".join(re.sub("“(.*)”", r" \1 ", title).lower().split())
    if all(char.isalnum() or char == " " for char in plain) or short.endswith(_digest(title)):
        return short
    return f"{short}-{_digest(plain)}"


def slug(text: str) -> str:
    """Letters and digits of any script, joined by hyphens; with a digest when it was shortened or kept nothing of
    what is quoted."""
    short = re.sub(r"[\W_]+", "-", text.lower()).strip("-")
    if len(short) <= LONGEST_SLUG and any(char.isalnum() for char in _quoted(text)):
        return short
    return f"{short[:LONGEST_SLUG].strip('-')}-{_digest(text)}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:6]


def _quoted(text: str) -> str:
    """The part of a title that quotes the screen; the whole title when it quotes nothing."""
    found = re.search("“(.*)”", text)
    return found[1] if found else text


def _title(commit: Event | None, events: Sequence[Event]) -> str:
    if commit is not None and commit.element is not None:
        form = _form_name(commit)
        page = without_numbers(commit.page.heading or "") if commit.page is not None else ""
        if (given_up := _given_up(commit, events)) is not None:
            return given_up
        if (commit.element.name or "").strip(" >›→").lower() in GO_ON:
            if (asked := _asked_for(commit, events)) is not None:
                return asked
            if page:
                return f"Complete “{_kind(page, form)}”"
        if commit.kind != "form_submitted" and commit.element.name:
            return imperative(commit.element.name, form)
        return f"Submit the form “{form}”" if form else "Submit the form"
    fields = [event for event in events if event.kind == "field_changed" and event.element is not None]
    if fields:
        form = _form_name(fields[0])
        return f"Fill in “{form}”" if form else "Fill in fields"
    clicks = [event for event in events if event.kind == "click" and event.element is not None]
    buttons = [event for event in clicks if event.shown.is_button]
    if clicks:
        if buttons and (given_up := _given_up(buttons[-1], events)) is not None:
            return given_up
        if not buttons and any(event.shown.mark == "hand_off" for event in events):
            return HAND_OFF
        element = (buttons[-1] if buttons else clicks[0]).element
        assert element is not None
        return imperative(element.name, None) if element.name else f"Use {_one(element.role)}"
    if any(event.kind in ("note", "mark") for event in events):
        return "Note something"
    return "Look at a page"


def _asked_for(commit: Event, events: Sequence[Event]) -> str | None:
    """The title after the button that a dialog asked about. Without such a button None."""
    if (asked := _asked(commit, events)) is None:
        return None
    event, name = asked
    return imperative(name, _form_name(event))


def _given_up(commit: Event, events: Sequence[Event]) -> str | None:
    """`Cancel “Release order”`, where a dialog asked about that button and the commit answers no; else None."""
    if commit.element is None or (commit.element.name or "").strip().lower() not in GIVE_UP:
        return None
    return f"Cancel “{asked[1].strip()}”" if (asked := _asked(commit, events)) is not None else None


def _asked(commit: Event, events: Sequence[Event]) -> tuple[Event, str] | None:
    """The button that a dialog asked about, with its name, where the commit only answers: nothing was filled in
    between."""
    if not _in_dialog(commit):
        return None
    for event in reversed(events):
        if event.kind == "field_changed":
            return None
        if event is not commit and event.shown.is_button and not _in_dialog(event):
            name = event.element.name if event.element is not None else None
            return (event, name) if name else None
    return None


def _in_dialog(event: Event) -> bool:
    within = event.element.within if event.element is not None else None
    return within is not None and within.role == "dialog"


def _one(role: str) -> str:
    return f"{'an' if role[:1] in tuple('aeio') else 'a'} {role}"


def _kind(page: str, form: str | None) -> str:
    """What is completed: the page, or the form on it where the heading has numbers. “Step 1 of 3” and “Step 2 of 3”
    are not the same, but “Claim 1 of 3” and “Claim 2 of 3” are."""
    kind = without_numbers(form or "")
    return kind if "…" in page and any(map(str.isalpha, kind)) else page


def _form_name(event: Event) -> str | None:
    if event.kind == "form_submitted" and event.element is not None:
        return event.element.name
    within = event.element.within if event.element is not None else None
    return within.name if within is not None else None


def imperative(name: str, form: str | None) -> str:
    """`Save order` becomes `Save the order`, `Save & close` stays so; a single verb gets the form's name; anything else
    becomes `Press “…”`."""
    words = name.strip().strip(".…:").split()
    if not words or words[0].lower() not in VERBS:
        return f"Press “{name.strip()}”"
    if len(words) == 1:
        return f"{words[0].capitalize()} “{form}”" if form else words[0].capitalize()
    article = [] if words[1].lower() in _KEEP or not words[1][0].isalpha() else ["the"]
    rest = [word if word.isupper() and len(word) > 1 else word[0].lower() + word[1:] for word in words[1:]]
    return " ".join([words[0].capitalize(), *article, *rest])
