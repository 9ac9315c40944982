"""Recordings of an order desk that never was, together with the truth about them.

A small simulation: every order has a plan (which activities, with which outcome), people with their own
timelines work the plans off, and what they press is written down as the recorder would. The simulation knows
which order and which activity each event is for, so `known_truth` can say what the numbers have to be.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from random import Random

from known_truth import IDLE_AFTER, INPUTS, Performance, Seen, Truth, truth_of
from order_work import (
    CREDIT,
    LISTS,
    Act,
    GoTo,
    Page,
    Record,
    Script,
    check_credit,
    confirm,
    decide,
    edit,
    enter,
    follow,
    hand_off,
    hand_off_by_phone,
    shown,
    validate,
)

OPENING = 1_795_420_800
"""Monday 23 November 2026, 08:00 UTC: the second in which the office opens."""
NAMES = ("Ana", "Ben", "Cem", "Dana", "Eli", "Fay", "Gus", "Hana")
REVIEWER = 1
"""Ben decides on holds; everybody else enters, checks, confirms and hands off."""
DAY, OFFICE_HOURS = 86_400, 9 * 3600
PRICE, STOCK = "unit price is below the price list", "quantity is not available"
LIMIT, OVERDUE = "credit limit exceeded", "overdue invoices"


@dataclass(frozen=True, slots=True)
class Options:
    """How often something happens; 0 never, 1 always."""

    interleaved: float = 0.1
    """In the middle of a form the person turns to another order in another tab, and comes back."""
    overlapping: float = 0.1
    """A second person edits the order while somebody else is on it."""
    hurdles: float = 0.5
    """An order has something out of the ordinary: refused, held, skipped, left open…"""
    pauses: float = 0.02
    idle: float = 0.04
    notes: float = 0.03
    notes_before_number: float = 0.03
    """A note while an order is entered that has no number yet."""
    slow_answers: float = 0.03
    clock_back: float = 0.02
    asleep: float = 0.01
    """The computer sleeps: the time of day jumps ahead, the clock of the page stands still."""
    cut_off: float = 0.3
    """A recording ends in the middle of a line, without a seal."""
    tasks_per_recording: int = 6
    slowest_answer: int = 250
    """Seconds. A second answer to the same press belongs, later than three minutes, to what is done next, which is not
    told as the truth."""
    per_day: int = 0
    """So many orders come in on each working day, and people work from eight to five UTC; 0: one order after the
    other, day and night."""
    drift_from: int = 0
    """Working day, counted from 0, from which on an order waits longer and hurdles are more frequent, by `drift`."""
    drift: float = 1


@dataclass(frozen=True, slots=True)
class Generated:
    recordings: dict[str, bytes]
    """By file name."""
    truth: Truth


def generate(
    orders: int = 40,
    seed: int = 7,
    people: int = 3,
    options: Options = Options(),
) -> Generated:
    """The same arguments give the same bytes."""
    office = Office(Random(seed), options, people)
    office.open([f"SO-{1042 + number}" for number in range(orders)])
    recordings = [recording for person in office.people for recording in person.recordings if recording.rows]
    seen = [row.seen for recording in recordings for row in recording.rows]
    starts = {recording.id: recording.start for recording in recordings}
    files = {f"{recording.id}.jsonl": recording.file() for recording in recordings}
    cut_off = {recording.id for recording in recordings if not recording.sealed}
    return Generated(files, truth_of(seen, starts, cut_off))


# --------------------------------------------------------------------------------------------------- plans


@dataclass(frozen=True, slots=True)
class Stage:
    activity: str
    script: Callable[[str], Script]


ENTER = Stage("enter-order", enter)
VALIDATE = Stage("validate-order", validate)
CHECK = Stage("credit-check", check_credit)
RELEASE = Stage("decide-hold", decide)
CONFIRM = Stage("confirm-order", confirm)
HAND_OFF = Stage("hand-off", hand_off)
EDIT = Stage("enter-order", edit)


def refused(why: str) -> Stage:
    return Stage("validate-order", partial(validate, failure=why))


def held(why: str) -> Stage:
    return Stage("credit-check", partial(check_credit, breach=why))


STRAIGHT = (ENTER, VALIDATE, CHECK, CONFIRM, HAND_OFF)
ENTRY_REFUSED = Stage("enter-order", partial(enter, refused=True))
KEPT = Stage("decide-hold", partial(decide, kept=True))
UNEXPLAINED = Stage("decide-hold", partial(decide, unexplained=True))
BY_PHONE = Stage("hand-off", hand_off_by_phone)
WAITS_FOR_CUSTOMER = Stage("validate-order", partial(validate, failure=PRICE, held=True))
CUSTOMER_ANSWERED = Stage("enter-order", partial(edit, resumes=True))
GIVEN_UP = Stage("validate-order", partial(validate, failure=STOCK, cancelled=True))
NOT_CONFIRMED = Stage("confirm-order", partial(confirm, refusal="order is on hold"))

HURDLES: tuple[tuple[Stage, ...], ...] = (
    (ENTRY_REFUSED, VALIDATE, CHECK, CONFIRM, HAND_OFF),
    (ENTER, refused(PRICE), EDIT, VALIDATE, CHECK, CONFIRM, HAND_OFF),
    (ENTER, refused(STOCK), refused(STOCK), EDIT, VALIDATE, CHECK, CONFIRM, BY_PHONE),
    (ENTER, WAITS_FOR_CUSTOMER, CUSTOMER_ANSWERED, VALIDATE, CHECK, CONFIRM, HAND_OFF),
    (ENTER, WAITS_FOR_CUSTOMER),
    (ENTER, GIVEN_UP),
    (ENTER, CHECK, CONFIRM, HAND_OFF),  # not validated
    (ENTER, VALIDATE, CONFIRM, HAND_OFF),  # credit not checked
    (ENTER, CONFIRM, BY_PHONE),  # neither
    (ENTER, VALIDATE, CONFIRM, CHECK, HAND_OFF),  # checked too late
    (ENTER, VALIDATE, held(LIMIT), RELEASE, CONFIRM, HAND_OFF),
    (ENTER, VALIDATE, held(OVERDUE), UNEXPLAINED, CONFIRM, HAND_OFF),
    (ENTER, VALIDATE, held(OVERDUE), KEPT, RELEASE, CONFIRM, HAND_OFF),
    (ENTER, VALIDATE, held(LIMIT), NOT_CONFIRMED, RELEASE, CONFIRM, HAND_OFF),
    (ENTER, VALIDATE, held(LIMIT), NOT_CONFIRMED, RELEASE, BY_PHONE),  # never confirmed
    (ENTER, VALIDATE, CHECK, CONFIRM, CONFIRM, HAND_OFF),  # confirmed twice
    (ENTER, VALIDATE, held(LIMIT), RELEASE, held(LIMIT), RELEASE, CONFIRM, HAND_OFF),  # held again
    (ENTER, VALIDATE, held(LIMIT), held(LIMIT), RELEASE, CONFIRM, HAND_OFF),  # one hold, checked twice
    (ENTER, VALIDATE, held(OVERDUE)),  # still held
    (ENTER, VALIDATE, held(LIMIT), CONFIRM, RELEASE, HAND_OFF),  # confirmed while held
    (ENTER, VALIDATE, held(LIMIT), CONFIRM, HAND_OFF),  # confirmed and handed off while held
    (ENTER, VALIDATE, RELEASE, CONFIRM, HAND_OFF),  # a release, and nobody recorded the hold
    (ENTER, VALIDATE, CHECK),  # left open
    (VALIDATE, CHECK, CONFIRM, HAND_OFF),  # entered before anybody recorded
)


# -------------------------------------------------------------------------------------------------- people


@dataclass(slots=True)
class Row:
    """One line of a recording to be, and what is known about it."""

    line: Record
    seen: Seen


@dataclass(slots=True)
class Tab:
    number: int
    page: Page | None = None
    document: str = ""
    loaded: int = 0
    """The second by which the document's own clock began; later, if the computer slept since."""
    asleep: int = 0
    """Seconds that the computer slept since the last event of the document."""


@dataclass(slots=True)
class Recording:
    id: str
    actor: str
    start: int
    """Second of the simulation."""
    rows: list[Row] = field(default_factory=list)
    sealed: bool = True
    tabs: int = 0
    documents: int = 0
    last_task: int = 0
    """Index of the first row of the task that was done last."""

    def new_tab(self) -> Tab:
        self.tabs += 1
        return Tab(self.tabs)

    def file(self) -> bytes:
        header = {
            "kind": "header", "format": 1, "recording": self.id, "workflow": "Sales order processing",
            "actor": self.actor, "recorder": "ledgerium-generator 1", "time_zone": "Europe/Berlin",
            "start_ms": self.start * 1000, "case_form": "SO-#", "generated": True,
        }  # fmt: skip
        body = "".join(f"{as_json(line)}\n" for line in (header, *(row.line for row in self.rows))).encode()
        if not self.sealed:
            return body + b'{"kind":"message_shown","seq":'
        digest = hashlib.sha256(body).hexdigest()
        seal = {"kind": "seal", "count": len(self.rows), "sha256": digest, "redactions": 0}
        return body + f"{as_json(seal)}\n".encode()


def as_json(line: Record) -> str:
    return json.dumps(line, ensure_ascii=False, separators=(",", ":"))


@dataclass(slots=True)
class Person:
    name: str
    now: int
    recordings: list[Recording] = field(default_factory=list)
    tab: Tab = field(default_factory=lambda: Tab(0))
    tasks_left: int = 0

    @property
    def recording(self) -> Recording:
        return self.recordings[-1]


@dataclass(slots=True)
class Task:
    order: str
    stage: Stage
    person: int
    ready: int
    rest: tuple[Stage, ...]
    """What follows for the order."""
    number: int


class Office:
    """Works the plans off, in the order of time, and writes everybody's recordings."""

    def __init__(self, random: Random, options: Options, people: int) -> None:
        self.random = random
        self.options = options
        self.people = [Person(name, OPENING) for name in NAMES[:people]]
        self.waiting: list[Task] = []
        self.coming: list[Task] = []
        """Orders that have not arrived yet, the next one last."""
        self.tasks = 0

    def open(self, orders: Sequence[str]) -> None:
        arrived = OPENING
        for number, order in enumerate(orders):
            if self.options.per_day:
                arrived = self._day(number // self.options.per_day) + self.random.randrange(
                    OFFICE_HOURS - 3600
                )
            self.take(order, arrived, self._plan(arrived))
            arrived += self.random.randint(30, 900)
        self.work()

    def take(self, order: str, arrived: int, plan: Sequence[Stage]) -> None:
        """An order that comes in at that second."""
        first, *rest = plan
        self.coming.append(self._task(order, first, arrived, tuple(rest)))

    def work(self) -> None:
        """All orders that were taken, to their end."""
        self.coming.sort(key=lambda task: (-task.ready, -task.number))
        while self.waiting or self.coming:
            if not self.waiting:
                self._arrive(self.coming[-1].ready)
            self._arrive(min(map(self._turn, self.waiting))[0])
            task = min(self.waiting, key=self._turn)
            self._begin(task)
            self._perform(task, nested=False)
        for person in self.people:
            self._cut_off(person)

    def _arrive(self, until: int) -> None:
        while self.coming and self.coming[-1].ready <= until:
            self.waiting.append(self.coming.pop())

    @staticmethod
    def _day(number: int) -> int:
        """When the office opens on a working day, counted from 0."""
        weeks, day = divmod(number, 5)
        return OPENING + (7 * weeks + day) * DAY

    def _in_office(self, second: int) -> int:
        """The same second in office hours, else when the office opens again."""
        if not self.options.per_day:
            return second
        day, time = divmod(second - OPENING, DAY)
        if time >= OFFICE_HOURS:
            day, time = day + 1, 0
        if day % 7 > 4:
            day, time = day + 7 - day % 7, 0
        return OPENING + day * DAY + time

    def _drift(self, second: int) -> float:
        drifted = self.options.drift_from and second >= self._day(self.options.drift_from)
        return self.options.drift if drifted else 1

    def _turn(self, task: Task) -> tuple[int, int]:
        """When it can begin."""
        return self._in_office(max(task.ready, self.people[task.person].now)), task.number

    def _plan(self, arrived: int) -> tuple[Stage, ...]:
        hurdles = self.options.hurdles * self._drift(arrived)
        return self.random.choice(HURDLES) if self._happens(hurdles) else STRAIGHT

    def _happens(self, share: float) -> bool:
        return self.random.random() < share

    def _task(self, order: str, stage: Stage, ready: int, rest: tuple[Stage, ...]) -> Task:
        self.tasks += 1
        return Task(order, stage, self._who(stage), ready, rest, self.tasks)

    def _who(self, stage: Stage) -> int:
        if len(self.people) == 1:
            return 0
        if stage.activity == "decide-hold":
            return REVIEWER
        return self.random.choice([one for one in range(len(self.people)) if one != REVIEWER])

    # ------------------------------------------------------------------------------------------- one task

    def _begin(self, task: Task) -> None:
        """The person is free and turns to the task: in a new recording, where the last one was stopped."""
        person = self.people[task.person]
        now = max(person.now, task.ready)
        person.now = self._in_office(now)
        if person.now > now:  # home, and back with a new recording
            person.tasks_left = 0
        if person.tasks_left <= 0:
            self._cut_off(person)
            person.now += self.random.randint(5, 60)
            name = f"{person.name.lower()}-{len(person.recordings) + 1:02}"
            person.recordings.append(Recording(name, person.name, person.now))
            person.tab = person.recording.new_tab()
            person.tasks_left = self.random.randint(1, 2 * self.options.tasks_per_recording)
        person.tasks_left -= 1
        person.recording.last_task = len(person.recording.rows)

    def _perform(self, task: Task, *, nested: bool) -> None:
        self.waiting.remove(task)
        person = self.people[task.person]
        exists = task.stage not in (ENTER, ENTRY_REFUSED)
        if exists and len(self.people) > 2 and self._happens(self.options.overlapping):
            self.waiting.append(self._task(task.order, EDIT, person.now + self.random.randint(1, 20), ()))
        filled = 0
        for act in self._acts(task, person):
            if act.kind == "field_changed":
                filled += 1
                if filled > 1:
                    self._between_fields(task, person, act, nested=nested)
            self._do(person, act, self._performance(task, act.performance))
        if task.rest:
            delay = self.random.choice((0, 0, 0, 15, 90, IDLE_AFTER, 600, 4000)) + 1
            ready = person.now + round(delay * self._drift(person.now))
            self.waiting.append(self._task(task.order, task.rest[0], ready, task.rest[1:]))

    def _performance(self, task: Task, number: int) -> Performance:
        person = self.people[task.person]
        return Performance(
            task.order, task.stage.activity, person.name, person.recording.id, 10 * task.number + number
        )

    def _acts(self, task: Task, person: Person) -> Iterator[Act]:
        for act in task.stage.script(task.order):
            if isinstance(act, GoTo):
                yield from self._way(person.tab.page, act.page, task.order)
            else:
                yield act

    def _way(self, here: Page | None, there: Page, order: str) -> Iterator[Act]:
        """By a link on the order's own page, or over the list of the system."""
        if here == there:
            return
        if here is None:
            yield shown(there)
        elif order in here.route:
            yield from follow("Credit check" if there.system == CREDIT else "Open order", here, there)
        else:
            overview = LISTS[there.system]
            if here != overview:
                yield from follow(overview.heading, here, overview)
            yield from follow(None, overview, there, owner="Order")

    # ------------------------------------------------------------------------------ between two fields of it

    def _between_fields(self, task: Task, person: Person, act: Act, *, nested: bool) -> None:
        """What happens to people in the middle of a form."""
        options, random = self.options, self.random
        step = self._performance(task, act.performance)
        if not nested and self._happens(options.interleaved) and (other := self._other_order(task)):
            self._turn_to(other, person)
        elif self._happens(options.notes if task.order in act.page.route else options.notes_before_number):
            self._do(person, Act("note", act.page, {"text": "The customer called about the date."}), step)
        if self._happens(options.pauses):
            self._pause(person, act, step)
        if self._happens(options.idle):
            around = (IDLE_AFTER - 1, IDLE_AFTER, IDLE_AFTER + 1)
            person.now += random.choice((*around, random.randint(200, 1500)))
        if self._happens(options.asleep):
            asleep = random.randint(300, 3000)
            person.now += asleep
            person.tab.loaded += asleep
            person.tab.asleep += asleep

    def _pause(self, person: Person, act: Act, step: Performance) -> None:
        """A pause, sometimes with a note made in it."""
        person.now += self.random.randint(5, 400)
        self._write(person, Act("paused", act.page), None, person.now)
        if self.random.random() < 0.3:
            self._do(person, Act("note", act.page, {"text": "Lunch."}), step)
        person.now += self.random.randint(5, 400)
        self._write(person, Act("resumed", act.page), None, person.now)

    def _other_order(self, task: Task) -> Task | None:
        now = self.people[task.person].now
        self._arrive(now)
        ready = [one for one in self.waiting if one.person == task.person and one.order != task.order]
        return next((one for one in ready if one.ready <= now), None)

    def _turn_to(self, other: Task, person: Person) -> None:
        """In another tab; the form stays as it is meanwhile."""
        tab = person.tab
        person.now += self.random.randint(1, 5)
        self._switch(person, "tab_hidden")
        person.tab = person.recording.new_tab()
        self._perform(other, nested=True)
        self._switch(person, "tab_hidden")
        person.tab = tab
        self._switch(person, "tab_shown")

    def _switch(self, person: Person, kind: str) -> None:
        if person.tab.page is not None:
            self._write(person, Act(kind, person.tab.page), None, person.now)

    # ------------------------------------------------------------------------------------------- one event

    def _do(self, person: Person, act: Act, step: Performance) -> None:
        person.now += self._pace(act)
        rows = person.recording.rows
        second = person.now
        if act.kind == "field_changed" and rows and self._happens(self.options.clock_back):
            second = rows[-1].seen.second - self.random.randint(1, 20)
        self._write(person, act, step, second)

    def _pace(self, act: Act) -> int:
        if act.kind == "form_submitted":
            return 0
        if act.kind in INPUTS:
            return self.random.randint(1, 25)
        slow = self._happens(self.options.slow_answers)
        return self.random.randint(150, self.options.slowest_answer) if slow else self.random.randint(0, 3)

    def _write(self, person: Person, act: Act, step: Performance | None, second: int) -> None:
        recording, tab = person.recording, person.tab
        if act.kind == "page_shown":
            self._show(person, act)
        rows = recording.rows
        seq = len(rows) + 1
        line: Record = {
            "kind": act.kind, "seq": seq, "utc_ms": second * 1000,
            "mono_ms": max(0, person.now - tab.loaded) * 1000 + 212, "document": tab.document,
        }  # fmt: skip
        in_page = act.kind not in ("note", "mark", "paused", "resumed")
        if in_page:
            line["tab"] = tab.number
        line |= {"page": act.page.record(), **(act.what or {})}
        latest = max(second, rows[-1].seen.second) if rows else second
        jumped = min(0, second - rows[-1].line["utc_ms"] // 1000) if rows else 0
        if second == latest:
            jumped, tab.asleep = jumped or tab.asleep, 0
        number = tab.number if in_page else None
        rows.append(
            Row(
                line,
                Seen(
                    second=latest,
                    recording=recording.id,
                    seq=seq,
                    actor=person.name,
                    kind=act.kind,
                    tab=number,
                    step=step,
                    system=act.page.system,
                    says=(act.what or {}).get("message", {}).get("text", ""),
                    effect=act.effect,
                    jumped=jumped,
                ),
            )
        )

    def _show(self, person: Person, act: Act) -> None:
        tab = person.tab
        if tab.page is None or (act.what or {})["how"] == "load":
            person.recording.documents += 1
            tab.document = f"d-{person.recording.id}-{person.recording.documents}"
            tab.loaded, tab.asleep = person.now, 0
        tab.page = act.page

    # ------------------------------------------------------------------------------------------ cut short

    def _cut_off(self, person: Person) -> None:
        """Some recordings end in the middle of the last task, after its first field or button."""
        if not person.recordings or not self._happens(self.options.cut_off):
            return
        recording = person.recording
        rows = recording.rows[recording.last_task :]
        steps = {row.seen.step for row in rows if row.seen.step is not None}
        places = [at for at, row in enumerate(rows, start=1) if is_work(row.line)]
        entering = any(step.activity == "enter-order" for step in steps)
        if places and len(steps) == 1 and not entering:
            del recording.rows[recording.last_task + self.random.choice(places) :]
            recording.sealed = False


def is_work(line: Record) -> bool:
    """Not navigation: a field was filled or a button pressed."""
    pressed: str | None = line["element"]["role"] if line["kind"] == "click" else None
    return pressed == "button" or line["kind"] == "field_changed"


# ------------------------------------------------------------------------------------------- command line


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Write recordings of sales orders and the truth about them.")
    parser.add_argument("--orders", type=int, default=40)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--people", type=int, default=3, choices=range(1, len(NAMES) + 1))
    parser.add_argument("--per-day", type=int, default=0, help="orders on each working day; 0: day and night")
    parser.add_argument("--drift-from", type=int, default=0, help="working day from which on work is slower")
    parser.add_argument("--drift", type=float, default=1, help="by how much")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="DIR")
    chosen = parser.parse_args(arguments)
    options = Options(per_day=chosen.per_day, drift_from=chosen.drift_from, drift=chosen.drift)
    generated = generate(chosen.orders, chosen.seed, chosen.people, options)
    chosen.output.mkdir(parents=True, exist_ok=True)
    for name, data in generated.recordings.items():
        (chosen.output / name).write_bytes(data)
    truth = json.dumps(asdict(generated.truth), indent=1, ensure_ascii=False)
    (chosen.output / "truth.json").write_text(f"{truth}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
