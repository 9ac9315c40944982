"""Recordings told in a few words."""

from dataclasses import dataclass, field

from ledgerium_cli.recording.model import Event, Recording, Shown
from ledgerium_cli.recording.wire import Element, Message, Page, Within

ERP, CREDIT = "erp.example.com", "credit.example.com"


@dataclass
class Story:
    """Events told one after the other, two seconds apart, in the tab and page that were opened last."""

    events: list[Event] = field(default_factory=list)
    page: Page = field(default_factory=lambda: Page(system=ERP, route="/"))
    tab: int = 1

    def open(self, route: str, system: str = ERP, heading: str | None = None) -> "Story":
        self.page = Page(system=system, route=route, heading=heading)
        return self.add("page_shown")

    def fill(self, name: str, form: str = "New order") -> "Story":
        return self.add("field_changed", element=named("textbox", name, form, field="text"))

    def press(self, name: str, form: str | None = None) -> "Story":
        return self.add("click", element=named("button", name, form))

    def follow(self, name: str | None, owner: str | None = None) -> "Story":
        return self.add("click", element=Element(role="link", name=name, owner=owner))

    def send(self, form: str) -> "Story":
        return self.add("form_submitted", wait=0, element=named("form", form, form))

    def says(self, text: str) -> "Story":
        return self.add("message_shown", wait=1, message=Message(type="status", text=text))

    def asks(self, text: str) -> "Story":
        return self.add("message_shown", wait=1, message=Message(type="dialog", text=text))

    def refuses(self, text: str) -> "Story":
        return self.add("message_shown", wait=1, message=Message(type="validation_error", text=text))

    def add(self, kind, wait=2, page=True, **more) -> "Story":
        at = (self.events[-1].at_ms if self.events else 0) + 1000 * wait
        place = {"page": self.page, "tab": self.tab} if page else {}
        self.events.append(Event(len(self.events) + 1, at, Shown(kind, **more), **place))
        return self

    def recording(self, case_form: str | None = "SO-#") -> Recording:
        return Recording(
            id="r", actor="Ana", workflow="", time_zone="UTC", start_ms=0, case_form=case_form,
            generated=True, sha256="", events=tuple(self.events),
        )  # fmt: skip


def named(role, name, form, **more):
    within = Within(role="form", name=form) if form is not None else None
    return Element(role=role, name=name, within=within, **more)
