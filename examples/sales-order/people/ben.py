"""Ben, credit reviewer: looks at the orders on hold from time to time, releases one and keeps one."""

from __future__ import annotations

from people.person import Person

LOOKS = 60  # how often Ben looks at the list before he gives up
DECISIONS = 2


class Ben(Person):
    """Credit reviewer."""

    def day(self) -> None:
        """One recording: two decisions, and the looks at the list before, between and after them."""
        self.take(100, 150)  # Ben comes later
        self.page.goto(f"{self.office.credit}/holds")
        self.start_recording()
        self.take(4, 8)
        settled = set(self.orders_on_hold())  # of the days before: nothing new to decide
        for _ in range(LOOKS):
            for number, reason in self.orders_on_hold().items():
                if number not in settled:
                    self.decide(number, reason)
                    settled.add(number)
                    break
            if len(settled) == 1 + DECISIONS:
                break
            self.take(40, 80)  # other work, on paper
            self.look_at_the_list()
        self.look_at_the_list()
        self.save_recording()

    def look_at_the_list(self) -> None:
        """See which orders are on hold."""
        self.go_to("Credit desk", "Orders on hold")
        self.sees("Orders on hold")
        self.take(1.5, 4)

    def orders_on_hold(self) -> dict[str, str]:
        """The orders in the list and why they are held."""
        self.page.get_by_role("cell").first.wait_for()
        rows = [row.get_by_role("cell").all_inner_texts() for row in self.page.get_by_role("row").all()[1:]]
        return {number: reason for number, _, reason, *_ in rows}

    def decide(self, number: str, reason: str) -> None:
        """Read why an order is held, and decide."""
        self.say(f"found {number} on hold: {reason}")
        self.press(number)
        self.sees(f"Hold on {number}")
        self.take(5, 10)
        if reason == "overdue invoices":
            self.keep_on_hold(number)
        else:
            self.ask_for_a_higher_limit(number)
            self.release_hold(number)

    def ask_for_a_higher_limit(self, number: str) -> None:
        """Read how the customer stands, ask the credit manager, and come back to the hold."""
        self.press("Back to the credit check")
        self.sees(f"Credit check {number}")
        self.take(6, 12)
        self.take(190, 230)  # the credit manager's room is one floor up
        self.press("Open hold")
        self.sees(f"Hold on {number}")

    def release_hold(self, number: str) -> None:
        """Give the reason, and let the order go on."""
        self.choose("Reason", "Limit raised by credit manager")
        self.type_into("Comment", "Limit 32,000 from today, by word of the manager")
        self.press("Release hold")
        self.reads("Hold released")
        self.say(f"released {number}")

    def keep_on_hold(self, number: str) -> None:
        """Say what is waited for, and leave the order held."""
        self.choose("Reason", "Waiting for payment")
        self.type_into("Comment", "Two invoices overdue, reminder sent today")
        self.press("Keep on hold")
        self.reads("Hold kept")
        self.say(f"kept {number} on hold")
