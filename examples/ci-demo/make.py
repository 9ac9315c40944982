"""This example, made from nothing but its workflow files and what was accepted:

    python examples/ci-demo/make.py

Two weeks of an office that never was, in which the process changes: recordings at the pace of those in
`examples/generated`, and the documents of both weeks. Who does what in which order, and what people wrote into the SOP,
is said here.
"""

import shutil
import subprocess
import sys
from pathlib import Path
from random import Random

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "generated"))
from generate import (  # noqa: E402
    CHECK,
    CONFIRM,
    DAY,
    EDIT,
    ENTER,
    HAND_OFF,
    LIMIT,
    OPENING,
    PRICE,
    RELEASE,
    STRAIGHT,
    VALIDATE,
    Office,
    Options,
    held,
    refused,
)

QUIET = Options(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, tasks_per_recording=8, per_day=1)
"""Nothing happens by chance but how long things take."""

BY_THE_BOOK = (
    STRAIGHT,
    STRAIGHT,
    (ENTER, refused(PRICE), EDIT, VALIDATE, CHECK, CONFIRM, HAND_OFF),
    STRAIGHT,
    (ENTER, VALIDATE, held(LIMIT), RELEASE, CONFIRM, HAND_OFF),
    STRAIGHT,
    STRAIGHT,
    STRAIGHT,
)
CREDIT_FIRST = (ENTER, CHECK, VALIDATE, CONFIRM, HAND_OFF)
"""Somebody found that an order over its limit need not be validated."""
NEXT_WEEK = (
    CREDIT_FIRST,
    CREDIT_FIRST,
    CREDIT_FIRST,
    (ENTER, VALIDATE, CONFIRM, HAND_OFF),  # paid in advance: no credit is given
    CREDIT_FIRST,
    (ENTER, held(LIMIT), RELEASE, VALIDATE, CONFIRM, HAND_OFF),
    CREDIT_FIRST,
    CREDIT_FIRST,
)
PER_DAY = 2
"""From Monday to Thursday, so that the last order is done by the end of the week."""

WRITTEN = {
    "<!-- step: credit-check -->\n": (
        "<!-- step: credit-check -->\n\n"
        "> **Before you press the button:** look at the date of the last payment. A check that runs before today's "
        "payments are booked puts good customers on hold.\n"
    ),
    "## Exceptions and holds\n": (
        "## Whom to ask\n\nQuestions about prices go to Dana in pricing, about limits to Ben.\n\n"
        "## Exceptions and holds\n"
    ),
}
"""By what stands in the SOP of the first week: what people made of it."""


def main(here: Path = HERE) -> None:
    record(here)
    before, after = here / "before" / "recordings", here / "after" / "recordings"
    for recordings in (before, after):
        shutil.rmtree(recordings / "ledgerium-out", ignore_errors=True)
    build(before)
    sop = before / "ledgerium-out" / "sop.md"
    text = sop.read_text("utf-8")
    for found, written in WRITTEN.items():
        assert text.count(found) == 1, found
        text = text.replace(found, written)
    sop.write_text(text, "utf-8")
    build(before)
    (after / "ledgerium-out").mkdir()
    for name in ("sop.md", "sop.base.md"):
        shutil.copy(before / "ledgerium-out" / name, after / "ledgerium-out")
    build(after)


def record(here: Path) -> None:
    office = Office(Random(7), QUIET, people=2)
    for week, (folder, plans) in enumerate({"before": BY_THE_BOOK, "after": NEXT_WEEK}.items()):
        for number, plan in enumerate(plans):
            day, place = divmod(number, PER_DAY)
            arrived = OPENING + (7 * week + day) * DAY + 3600 * (1 + 2 * place)
            office.take(f"SO-{2001 + len(BY_THE_BOOK) * week + number}", arrived, plan)
        office.work()
        recordings = here / folder / "recordings"
        recordings.mkdir(parents=True, exist_ok=True)
        for person in office.people:
            person.tasks_left = 0  # next week begins with a new recording
            for recording in person.recordings:
                if recording.start >= OPENING + 7 * week * DAY:
                    (recordings / f"{recording.id}.jsonl").write_bytes(recording.file())


def build(recordings: Path) -> None:
    command = [sys.executable, "-m", "ledgerium_cli", "build", "--quiet", "--no-store", str(recordings)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
