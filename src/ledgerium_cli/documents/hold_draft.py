"""What was guessed to be a hold, as the tables `[[holds]]` of a drafted workflow file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from ledgerium_cli.cases.model import Case
from ledgerium_cli.documents.toml import any_number, pattern, quote
from ledgerium_cli.recording.model import Event, Recording
from ledgerium_cli.steps.hold_signs import DRAFTED, GUESSED


def hold_tables(
    recordings: Sequence[Recording], cases: Iterable[Case], id_of: Callable[[str], str]
) -> list[str]:
    """A table for each activity at which messages were taken for the begin of a hold, each message at the activity
    that showed it most often. All are of one kind, as they were guessed: what releases one releases any."""
    begun: dict[str, Counter[str]] = {}
    released: dict[str, None] = {}
    for activity, begins, message in _messages(recordings, cases):
        if begins:
            begun.setdefault(message, Counter())[activity] += 1
        else:
            released[message] = None
    at: dict[str, list[str]] = {}
    for message, activities in begun.items():
        at.setdefault(activities.most_common(1)[0][0], []).append(message)
    ends = (
        f"ends = {_signs(released)}"
        if released
        else "# ends = [{ message = 'replace this' }] # nothing that releases one was seen"
    )
    return [
        "\n".join(
            [
                "[[holds]] # guessed from what pages said: no hold? Take it out.",
                f"kind = {quote(DRAFTED)}",
                f"activity = {quote(id_of(activity))}",
                f"begins = {_signs(messages)}",
                ends,
            ]
        )
        for activity, messages in at.items()
    ]


def _messages(recordings: Sequence[Recording], cases: Iterable[Case]) -> Iterator[tuple[str, bool, str]]:
    """The activity, whether it begins a hold rather than releasing one, and the text, of each such message."""
    events: Mapping[str, Mapping[int, Event]] = {
        one.id: {event.seq: event for event in one.events} for one in recordings
    }
    for step in (timed.step for case in cases for timed in case.steps):
        for sign in step.shape.hold_signs:
            begins = any(one.kind == GUESSED for one in sign.begins) and not sign.ends
            event = events.get(step.recording, {}).get(step.numbers[sign.at])
            if (begins or GUESSED in sign.ends) and event is not None and event.message is not None:
                yield step.activity.id, begins, event.message.text


def _signs(messages: Iterable[str]) -> str:
    patterns = dict.fromkeys(f"^{any_number(one)}$" for one in messages)
    return f"[{', '.join(f'{{ message = {pattern(one)} }}' for one in patterns)}]"
