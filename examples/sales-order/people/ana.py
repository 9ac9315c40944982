"""Ana, order management: takes ten requests of customers from the CRM to the hand-off to fulfilment."""

from __future__ import annotations

from dataclasses import dataclass, replace

from people.person import Person, order_number

LOOKS = 20  # how often Ana looks whether a hold was released before she gives up


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a request in the CRM says. `reference` is empty where Ana copied it instead."""

    customer: str
    reference: str
    item: str
    quantity: str
    price: str
    terms: str
    delivery_date: str
    express: bool
    remarks: str


class Ana(Person):
    """Order management."""

    def day(self) -> None:
        """The ten orders, in two recordings with a short break between them."""
        self.page.goto(f"{self.office.crm}/requests")
        self.start_recording()
        self.take(3, 6)
        self.plain_order()
        self.order_with_forgotten_terms()
        self.order_below_the_price_list()
        held = self.order_over_the_limit()
        self.express_order()
        self.save_recording()
        self.take(55, 75)  # a coffee

        self.start_recording()
        self.order_above_the_stock()
        self.go_on_when_released(held)
        self.order_of_a_late_payer()
        self.order_with_an_interruption()
        self.order_with_remarks()
        self.order_with_a_marked_hand_off()
        self.save_recording()

    # ----------------------------------------------------------------------------------------- orders

    def plain_order(self) -> None:
        """R-201: nothing special."""
        wanted = self.read_request("R-201")
        self.press("Start order")
        number = self.enter_order(wanted)
        self.validate(number)
        self.check_credit_and_finish(number, "E-mail", wanted.delivery_date, "Rotterdam")

    def order_with_forgotten_terms(self) -> None:
        """R-202: the form is refused once, because the payment terms are missing."""
        wanted = self.read_request("R-202")
        wanted = self.start_order_with_copied_reference(wanted)
        self.fill_form(replace(wanted, terms=""))
        self.press("Save order")
        self.reads("Order not saved: 1 field needs attention")
        self.choose("Payment terms", wanted.terms)
        number = self.save_order()
        self.validate(number)
        self.check_credit_and_finish(number, "E-mail", wanted.delivery_date, "Hamburg")

    def order_below_the_price_list(self) -> None:
        """R-203: refused at validation; Ana looks the price up and corrects it."""
        wanted = self.read_request("R-203")
        self.press("Start order")
        number = self.enter_order(wanted)
        self.validate(number, "Validation failed: unit price is below the price list")
        list_price = self.look_up_price(wanted.item)
        self.open_order(number)
        self.correct(number, "Unit price", list_price)
        self.validate(number)
        self.check_credit_and_finish(number, "Phone", wanted.delivery_date, "Hamburg")

    def order_over_the_limit(self) -> str:
        """R-204: held at the credit check. Ana leaves it to Ben and goes on with something else."""
        wanted = self.read_request("R-204")
        self.press("Start order")
        number = self.enter_order(wanted)
        self.validate(number)
        self.run_credit_check(number, "On hold: credit limit exceeded")
        self.take(3, 6)
        return number

    def express_order(self) -> None:
        """R-205: in a hurry, Ana confirms and releases it without a credit check."""
        wanted = self.read_request("R-205")
        self.press("Start order")
        number = self.enter_order(wanted)
        self.validate(number)
        self.confirm(number, "Phone", wanted.delivery_date)
        self.release_to_fulfilment(number, "Rotterdam")

    def order_above_the_stock(self) -> None:
        """R-206: refused at validation; Ana phones the customer, notes it, and corrects the quantity."""
        wanted = self.read_request("R-206")
        wanted = self.start_order_with_copied_reference(wanted)
        number = self.enter_order(wanted)
        self.validate(number, "Validation failed: quantity is not available")
        self.take(50, 70)  # the phone call
        self.write_note("Called the customer: they take the 18 in stock now, the rest later", number)
        self.correct(number, "Quantity", "18")
        self.validate(number)
        self.check_credit_and_finish(number, "E-mail", wanted.delivery_date, "Wroclaw")

    def order_of_a_late_payer(self) -> None:
        """R-207: held at the credit check for overdue invoices, and still held when the day ends."""
        wanted = self.read_request("R-207")
        self.press("Start order")
        number = self.enter_order(wanted)
        self.validate(number)
        self.run_credit_check(number, "On hold: overdue invoices")
        self.take(3, 6)

    def order_with_an_interruption(self) -> None:
        """R-208: a colleague comes by after the validation; Ana pauses the recording."""
        wanted = self.read_request("R-208")
        self.press("Start order")
        number = self.enter_order(wanted)
        self.validate(number)
        self.browser.pause()
        self.say("paused")
        self.take(55, 75)
        self.browser.resume()
        self.take(2, 5)
        self.check_credit_and_finish(number, "E-mail", wanted.delivery_date, "Hamburg")

    def order_with_remarks(self) -> None:
        """R-209: Ana keeps the request and the form in two tabs, to copy from one to the other."""
        wanted = self.read_request("R-209")
        request = self.page
        self.press_for_new_tab("Start order")
        self.sees("New order")
        form = self.page
        self.switch_to(request)
        self.copy(self.fact("Customer reference"))
        self.switch_to(form)
        self.fill_form(replace(wanted, reference=""))
        self.type_into("Remarks", wanted.remarks)
        number = self.save_order()
        request.close()
        self.validate(number)
        self.check_credit_and_finish(number, "Phone", wanted.delivery_date, "Hamburg")

    def order_with_a_marked_hand_off(self) -> None:
        """R-211: beside the real button, Ana marks the hand-off in the recorder."""
        wanted = self.read_request("R-211")
        self.press("Start order")
        number = self.enter_order(wanted)
        self.validate(number)
        self.check_credit_and_finish(number, "E-mail", wanted.delivery_date, "Wroclaw")
        self.take(2, 4)
        self.browser.mark("hand_off", case=number)

    # ------------------------------------------------------------------------------------------ steps

    def read_request(self, number: str) -> Wanted:
        """Find a request in the CRM and read it."""
        if not self.page.url.startswith(self.office.crm):
            self.go_to("CRM")
        elif not self.page.url.endswith("/requests"):
            self.go_to("CRM", "Order requests")
        self.sees("Order requests")
        self.press(number)
        self.sees(f"Request {number}")
        self.take(6, 13)
        item, _, quantity, price = self.page.get_by_role("row").nth(1).get_by_role("cell").all_inner_texts()
        return Wanted(
            customer=self.fact("Customer", "Who wants it").inner_text(),
            reference=self.fact("Customer reference").inner_text(),
            item=item,
            quantity=quantity,
            price=price,
            terms=self.fact("Payment terms").inner_text(),
            delivery_date=self.fact("Delivery date").inner_text(),
            express=self.fact("Express delivery").inner_text() == "Yes",
            remarks=self.fact("Note").inner_text(),
        )

    def start_order_with_copied_reference(self, wanted: Wanted) -> Wanted:
        """Copy the customer reference before the form is opened; it is pasted there."""
        self.copy(self.fact("Customer reference"))
        self.press("Start order")
        return replace(wanted, reference="")

    def enter_order(self, wanted: Wanted) -> str:
        """Fill the form and save the order; its number."""
        self.fill_form(wanted)
        return self.save_order()

    def fill_form(self, wanted: Wanted) -> None:
        """Field after field."""
        self.sees("New order")
        self.choose("Customer", wanted.customer)
        if wanted.reference:
            self.type_into("Customer reference", wanted.reference)
        else:
            self.paste_into("Customer reference")
        self.choose("Item", wanted.item)
        self.type_into("Quantity", wanted.quantity)
        self.type_into("Unit price", wanted.price)
        if wanted.terms:
            self.choose("Payment terms", wanted.terms)
        self.type_date("Delivery date", wanted.delivery_date)
        if wanted.express:
            self.press_on(self.page.get_by_label("Express delivery"))

    def save_order(self) -> str:
        """Look over the form and save it; the number of the new order."""
        self.take(1.5, 4)
        self.press("Save order")
        self.reads("Order saved")
        number = order_number(self.page.get_by_role("heading", level=1).inner_text())
        self.say(f"entered {number}")
        return number

    def validate(self, number: str, answer: str = "Validation passed") -> None:
        """Validate the order that is open."""
        self.sees(f"Order {number}")
        self.press("Validate order")
        self.reads(answer)

    def look_up_price(self, item: str) -> str:
        """Read the list price of an item."""
        self.go_to("ERP", "Price list")
        self.sees("Price list")
        self.take(4, 8)
        row = self.page.get_by_role("row").filter(has_text=item.partition(" ")[0])
        return row.get_by_role("cell").nth(3).inner_text()

    def open_order(self, number: str) -> None:
        """Find an order in the ERP's list and open it."""
        self.go_to("ERP", "Orders")
        self.sees("Orders")
        self.press(number)
        self.sees(f"Order {number}")

    def correct(self, number: str, label: str, text: str) -> None:
        """Change one field of the order that is open."""
        self.press("Edit order")
        self.sees(f"Edit order {number}")
        self.type_into(label, text)
        self.press("Save changes")
        self.reads("Changes saved")
        self.say(f"corrected {number}: {label}")

    def check_credit_and_finish(self, number: str, sent_by: str, promised: str, warehouse: str) -> None:
        """The usual way of an order that was validated."""
        self.run_credit_check(number, "Credit approved: within limit")
        self.press("Open order")
        self.confirm(number, sent_by, promised)
        self.release_to_fulfilment(number, warehouse)

    def run_credit_check(self, number: str, answer: str) -> None:
        """Go to the credit desk, read how the customer stands, and run the check."""
        self.press("Credit check")
        self.sees(f"Credit check {number}")
        self.take(2, 6)
        self.press("Run credit check")
        self.reads(answer)
        self.say(f"{number}: {answer}")

    def confirm(self, number: str, sent_by: str, promised: str) -> None:
        """Confirm the order that is open."""
        self.sees(f"Order {number}")
        self.press("Confirm order")
        self.sees(f"Confirm order {number}")
        self.choose("Confirmation sent by", sent_by)
        self.type_date("Promised date", promised)
        self.press("Confirm order")
        self.reads("Order confirmed")

    def release_to_fulfilment(self, number: str, warehouse: str) -> None:
        """Hand the order that is open over to a warehouse."""
        self.sees(f"Order {number}")
        self.press("Release to fulfilment")
        self.take(1.0, 2.5)
        self.choose("Warehouse", warehouse)
        self.press("Release order")
        self.reads("Released to fulfilment")
        self.say(f"{number} handed off")

    def go_on_when_released(self, number: str) -> None:
        """Look in the list of orders whether Ben has released a held one, and finish it."""
        self.go_to("ERP", "Orders")
        for _ in range(LOOKS):
            self.sees("Orders")
            self.take(2, 4)
            if "On hold" not in self.page.get_by_role("row").filter(has_text=number).inner_text():
                break
            self.take(25, 45)
            self.go_to("ERP", "Orders")
        self.press(number)
        self.confirm(number, "E-mail", self.fact("Delivery date").inner_text())
        self.release_to_fulfilment(number, "Rotterdam")
