"""Holds by sign and by mark, and what a pause is, from a few events."""

import json

import pytest

from ledgerium_cli.engine.operations import cases_of
from ledgerium_cli.recording.model import Event, Recording, Shown
from ledgerium_cli.recording.read import read_recording
from ledgerium_cli.recording.wire import Element, Message, Page
from ledgerium_cli.workflow.load import parse_workflow, template_text

PAGE = Page(system="erp.example.com", route="/orders/SO-1001")
TEMPLATE = parse_workflow(template_text("sales-order"), "t")


def case(*events, workflow=TEMPLATE):
    """(second, kind or button, more) one after the other, all on the page of one order."""
    made = [_event(number, *event) for number, event in enumerate(events, start=1)]
    recording = Recording(
        id="r", actor="Ana", workflow="", time_zone="UTC", start_ms=0, case_form="SO-#",
        generated=True, sha256="", events=tuple(made),
    )  # fmt: skip
    (found,) = cases_of([recording], workflow)
    return found


def _event(seq, second, what, more=None):
    at, place = second * 1000, {"page": PAGE, "tab": 1}
    if what in ("paused", "resumed"):
        return Event(seq, at, Shown(what))
    if what in ("note", "mark"):
        return Event(
            seq, at, Shown(what, case="SO-1001", **({"text": more} if what == "note" else {"mark": more}))
        )
    if what == "says":
        return Event(seq, at, Shown("message_shown", message=Message(type="status", text=more)), **place)
    return Event(seq, at, Shown("click", Element(role="button", name=what)), **place)


def spans(found):
    return [(hold.kind, hold.start_ms // 1000, hold.end_ms and hold.end_ms // 1000) for hold in found.holds]


def test_a_hold_runs_from_its_sign_to_its_release_and_may_begin_again():
    found = case(
        (0, "Run credit check"), (1, "says", "On hold: limit exceeded"),
        (50, "Release hold"), (51, "says", "Hold released"),
        (60, "Run credit check"), (61, "says", "On hold: overdue"),
    )  # fmt: skip
    assert spans(found) == [("credit", 1, 51), ("credit", 61, None)]
    assert found.held is True


@pytest.mark.parametrize("released", [("mark", "release"), ("says", "Hold released")])
def test_a_marked_hold_ends_by_a_mark_or_by_a_declared_sign(released):
    found = case((0, "Validate order"), (5, "mark", "hold"), (60, *released), (70, "Confirm order"))
    assert spans(found) == [("marked", 5, 60)]
    assert found.releases_without_hold == 0


@pytest.mark.parametrize(
    ("releases", "until", "without"), [([60, 90], 90, 0), ([60], 60, 0), ([], None, 0), ([60, 90, 95], 90, 1)]
)
def test_a_hold_marked_for_a_second_reason_ends_at_the_release_of_the_last(releases, until, without):
    holds = [(0, "Validate order"), (5, "mark", "hold"), (30, "mark", "hold")]
    found = case(*holds, *((at, "mark", "release") for at in releases), (100, "Confirm order"))
    assert spans(found) == [("marked", 5, until)]
    assert found.releases_without_hold == without


def test_a_release_without_a_recorded_hold_is_counted_and_proves_one_only_where_it_is_said_to():
    events = (0, "Release hold"), (1, "says", "Hold released")
    found = case(*events)
    assert (found.releases_without_hold, found.held) == (1, False)
    proves = parse_workflow(f"{template_text('sales-order')}\n[settings]\nrelease_proves_hold = true\n", "t")
    assert case(*events, workflow=proves).held is True


def test_without_a_declaration_a_hold_is_guessed_from_a_message_and_otherwise_not_known():
    (hold,) = case((0, "Check"), (1, "says", "Order placed on hold"), workflow=None).holds
    assert hold.guessed
    assert case((0, "Check"), (1, "says", "Fine"), workflow=None).held is None


@pytest.mark.parametrize(
    "says",
    [
        "Customer is not on hold",
        "Payslip saved. Printing is not on hold.",
        "Order is no longer on hold",
        "The account isn’t blocked",
        "Saved. It isn’t blocked",
        "It was never put on hold",
        "No orders are currently on hold",
        "Nothing is blocked",
        "Orders can be put on hold by a reviewer",
        "The order will be blocked",
        "Put the order on hold?",
        "Der Antrag ist nicht zurückgestellt.",
        "Ein zurückgestellter Antrag kann nicht genehmigt werden.",
        "Die Zurückstellung ist aufgehoben.",
        "Kein Auftrag ist derzeit gesperrt",
        "Der Auftrag kann für die Lieferung gesperrt werden.",
        "Soll der Antrag zurückgestellt werden?",
        "Der Datensatz ist von einem anderen Benutzer gesperrt",
        "Benutzer gesperrt",
        "La commande n’est pas bloquée",
        "La mise en attente a échoué",
        "3 demandes en attente de validation",
        "Aucune commande n’est bloquée",
        "El pedido no está bloqueado",
        "Su solicitud está en espera de aprobación",
        "Registro bloqueado por otro usuario",
        "L’ordine non è bloccato",
        "La richiesta è in attesa di approvazione",
        "De order is niet geblokkeerd",
        "De order kan geblokkeerd worden",
        "Zamówienie nie jest wstrzymane",
        "Orders on hold: 0",
        "0 orders on hold",
        "No holds",
        "Orders on hold (0)",
        "On hold: none",
        "Released: 3, on hold: 1,204",
        "There are 12 orders on hold",
        "Blocked orders: 12",
        "Aufträge gesperrt: 12",
        "Es sind 3 Aufträge gesperrt",
        "Commandes bloquées : 0",
        "Il y a 3 commandes bloquées",
        "Pedidos bloqueados: ninguno",
        "Ci sono 2 ordini bloccati",
        "Ordini bloccati (4)",
        "Er zijn 2 orders geblokkeerd",
        "Zamówienia wstrzymane: brak",
        "0 zamówień zostało wstrzymanych",
        "Há 2 pedidos bloqueados",
        "Pedidos bloqueados: 0",
        "Orders on hold: 12",
        "12 orders on hold",
        "On hold = 3",
        "Aufträge gesperrt: 3",
        "3 Aufträge gesperrt",
        "Orders on hold: 12, released: 4",
        "Saved. 3 orders on hold",
        "Orders on hold:0 of 3",
        "(12 orders on hold)",
        "Użytkownik zablokowany",
        "O pedido não está bloqueado",
        "O pedido está em espera da aprovação",
    ],
)
def test_what_is_said_not_to_be_on_hold_is_not_guessed_to_be(says):
    found = case((0, "Check"), (1, "says", says), workflow=None)
    assert (found.holds, found.held) == ((), None)


@pytest.mark.parametrize(
    "says",
    [
        "Not approved: the order is on hold",
        "The order could not be approved and was put on hold",
        "The customer is not on hold. The order is on hold.",
        "No stock, order placed on hold",
        "On hold",
        "On hold: SO-1001",
        "Order 12 on hold",
        "Order 4711 is on hold: 12 items missing",
        "Order on hold: 4500017",
        "Order on hold: no credit",
        "Orders on hold: 3. This order is on hold",
        "Order blocked by rule 17.",
        "10:30 Order placed on hold",
        "23.11.2026 Auftrag gesperrt",
        "23 November 2026 Order placed on hold",
        "Zahlung über 1.250,00 EUR gesperrt",
        "1.250,00 EUR gesperrt",
        "Payment of 1,200.50 EUR blocked",
        "Payment of 10.0 EUR blocked",
        "Order on hold since 2025",
        "Invoice blocked for customer 4711",
        "Order no.: 4711 is on hold",
        "Order no. 4711 is on hold",
        "Order placed on hold by user 42.",
        "Auftrag gesperrt wegen Regel 12",
        "Order SO-1001 on hold (2 items)",
        "Order blocked at 10:30",
        "Order on hold: 0.5 % over limit",
        "Order on hold: 10.11.2026",
        "Notice: account blocked",
        "Resturlaub reicht nicht aus. Der Antrag ist zurückgestellt.",
        "Der Auftrag wurde nicht freigegeben und bis zur Klärung gesperrt",
        "Die Lieferung ist in Wartestellung",
        "Commande mise en attente : plafond dépassé",
        "La commande est bloquée",
        "El pedido ha sido puesto en espera",
        "Pedido bloqueado por límite de crédito",
        "L’ordine è stato messo in attesa",
        "La fattura è bloccata",
        "De bestelling is in de wacht gezet",
        "De factuur is geblokkeerd",
        "Zamówienie zostało wstrzymane",
        "Faktura zablokowana",
        "O pedido foi colocado em espera",
        "O caso está bloqueado",
    ],
)
def test_a_no_about_something_else_leaves_the_hold(says):
    assert case((0, "Check"), (1, "says", says), workflow=None).held is True


@pytest.mark.parametrize(
    ("held", "released"),
    [
        ("Order is on hold", "Order is no longer on hold"),
        ("Der Antrag ist zurückgestellt.", "Die Zurückstellung ist aufgehoben."),
        ("Auftrag gesperrt", "Der Auftrag ist nicht mehr gesperrt"),
        ("Commande bloquée", "La commande n’est plus bloquée"),
        ("Demande mise en attente", "La mise en attente a été levée"),
        ("El pedido está en espera", "El pedido ya no está en espera"),
        ("Factura bloqueada", "Factura desbloqueada"),
        ("Ordine messo in sospeso", "L’ordine non è più in sospeso"),
        ("Order in de wacht gezet", "De order staat niet meer in de wacht"),
        ("Wypłata wstrzymana", "Wypłata wznowiona"),
        ("Pagamento bloqueado", "O pagamento não está mais bloqueado"),
    ],
)
def test_a_guessed_hold_ends_where_it_is_said_to_be_no_longer(held, released):
    events = (0, "Check"), (1, "says", held), (9, "says", released)
    assert spans(case(*events, workflow=None)) == [("guessed", 1, 9)]


def test_a_note_made_in_a_pause_leaves_the_pause_as_it_is():
    found = case(
        (0, "Validate order"),
        (10, "paused"),
        (20, "note", "Lunch"),
        (3600, "resumed"),
        (3610, "Confirm order"),
    )
    assert (found.parts.paused, found.parts.idle) == (3_590_000, 0)
    assert found.parts.work == 20_000


def test_a_page_after_a_pause_answers_nothing_that_was_done_before_it():
    found = case(
        (0, "Validate order"), (1, "says", "Validation passed"), (5, "paused"), (155, "resumed"),
        (158, "says", "Welcome back"), (168, "Confirm order"), (169, "says", "Order confirmed"),
    )  # fmt: skip
    validate, confirm = found.steps
    assert validate.complete_ms == 1_000
    assert (confirm.parts.paused, confirm.parts.work) == (150_000, 17_000)
    assert found.parts.system_wait == 2_000


def test_a_page_that_only_says_that_an_order_is_held_makes_no_case_of_a_look():
    recording = Recording(
        id="r", actor="Ana", workflow="", time_zone="UTC", start_ms=0, case_form="SO-#",
        generated=True, sha256="", events=(_event(1, 0, "says", "On hold: limit exceeded"),),
    )  # fmt: skip
    assert cases_of([recording], TEMPLATE) == ()


def test_going_back_is_no_answer_and_makes_nobody_wait():
    back = Event(3, 100_000, Shown("page_shown", went_there=True), tab=1, page=PAGE)
    made = (_event(1, 5, "Confirm order"), _event(2, 6, "says", "Order confirmed"), back)
    recording = Recording(
        id="r", actor="Ana", workflow="", time_zone="UTC", start_ms=0, case_form="SO-#",
        generated=True, sha256="", events=made,
    )  # fmt: skip
    (found,) = cases_of([recording], TEMPLATE)
    assert (found.parts.system_wait, found.cycle_ms) == (1000, 1000)


BUTTON = {"role": "button", "named_by": "text", "selectors": []}
VALIDATE = {"element": {**BUTTON, "name": "Validate order"}}
CONFIRM = {"element": {**BUTTON, "name": "Confirm order"}}
FILL = {"element": {"role": "textbox", "name": "Customer", "field": "text", "selectors": [],
                    "within": {"role": "form", "name": "New order"}}}  # fmt: skip
SAID = {"message": {"type": "status", "text": "Validation passed"}}


def as_told(*events):
    """The case of events as a recorder writes them: second, kind and what each tells besides."""
    start = 1_795_422_900_000
    page = {"system": PAGE.system, "route": PAGE.route}
    lines = [
        {"kind": kind, "seq": seq, "utc_ms": start + second * 1000, "mono_ms": second * 1000,
         "document": "d-1", "tab": 1, "page": page, **more}
        for seq, (second, kind, more) in enumerate(events, start=1)
    ]  # fmt: skip
    recording, _ = read_recording("\n".join(map(json.dumps, lines)).encode() + b"\n", "r.jsonl")
    (found,) = cases_of([recording], TEMPLATE)
    return found


@pytest.mark.parametrize(("how", "waited_ms"), [("load", 100_000), ("address", 1_000)])
def test_the_time_before_a_page_that_the_person_asked_for_is_no_wait(how, waited_ms):
    found = as_told(
        (0, "click", VALIDATE), (1, "message_shown", SAID), (100, "page_shown", {"how": how}), (105, "click", CONFIRM)
    )  # fmt: skip
    assert found.parts.system_wait == waited_ms


@pytest.mark.parametrize(
    ("how", "waited_ms"),
    [("load", 22_000), ("address", 0), ("history", 22_000)],  # some programs go back by themselves
)
@pytest.mark.parametrize("done", [("click", VALIDATE), ("field_changed", FILL)])
def test_what_a_page_says_that_the_person_asked_for_is_no_answer_to_what_was_done_before(
    how, waited_ms, done
):
    found = as_told(
        (0, *done), (20, "page_shown", {"how": how}), (22, "message_shown", SAID), (30, "click", CONFIRM)
    )  # fmt: skip
    assert found.parts.system_wait == waited_ms
    assert found.parts.work == 30_000 - waited_ms


@pytest.mark.parametrize("how", ["address", "history"])
def test_what_a_page_says_to_which_the_person_went_after_an_answer_is_no_wait(how):
    found = as_told(
        (0, "click", VALIDATE), (1, "message_shown", SAID), (20, "page_shown", {"how": how}),
        (22, "message_shown", SAID), (30, "click", CONFIRM),
    )  # fmt: skip
    assert (found.parts.system_wait, found.parts.work) == (1_000, 29_000)


@pytest.mark.parametrize(
    ("said", "breached"), [("On hold: limit exceeded", True), ("Customer is not on hold", False)]
)
def test_the_template_takes_no_denial_for_a_breach(said, breached):
    (step,) = case((0, "Run credit check"), (1, "says", said)).steps
    outcome = step.step.shape.outcome
    assert (outcome is not None and outcome.result == "breached") is breached
