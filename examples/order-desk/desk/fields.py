"""Form fields: a label, a control, a hint, and the problem that was found with what was typed."""

from collections.abc import Iterable
from dataclasses import dataclass

from desk.forms import Problems, Typed
from desk.page import Html, el, link

Options = Iterable[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Fields:
    """Draws the fields of one form from what was typed and what is wrong with it."""

    typed: Typed
    problems: Problems

    def text(self, name: str, label: str, kind: str = "text", hint: str = "", **more: str) -> Html:
        """A single line: text, number or date."""
        control = el(
            "input",
            type=kind,
            value=self._value(name),
            autocomplete="off",
            aria_required="true",
            **self._wiring(name, hint),
            **more,
        )
        return self._field(name, label, control, hint)

    def select(self, name: str, label: str, options: Options, required: bool = False) -> Html:
        """A choice among (value, text); with `required` the browser itself asks for it."""
        chosen = self._value(name)
        entries = [("", "Choose…"), *options]
        drawn = (el("option", text, value=value, selected=value == chosen) for value, text in entries)
        control = el("select", *drawn, aria_required="true", required=required, **self._wiring(name, ""))
        return self._field(name, label, control, "")

    def area(self, name: str, label: str, hint: str = "") -> Html:
        """Several lines."""
        # A parser drops the first line feed in a textarea; the one written here is that one.
        text = "\n" + self._value(name)
        return self._field(name, label, el("textarea", text, rows="3", **self._wiring(name, hint)), hint)

    def check(self, name: str, label: str) -> Html:
        """A box to tick."""
        box = el("input", type="checkbox", id=name, name=name, value="yes", checked=name in self.typed)
        return el("div", box, el("label", label, for_=name), class_="field check")

    def summary(self, failed: str) -> Html:
        """What is wrong, in one place, with a way to each field; nothing where nothing is wrong."""
        if not self.problems:
            return Html()
        count = len(self.problems)
        sentence = f"{failed}: {count} {'field needs' if count == 1 else 'fields need'} attention"
        ways = (el("li", link(problem, f"#{name}")) for name, problem in self.problems.items())
        return el("div", el("p", sentence), el("ul", *ways), role="alert", class_="message")

    def _value(self, name: str) -> str:
        return self.typed.get(name, "")

    def _wiring(self, name: str, hint: str) -> dict[str, str]:
        wrong = name in self.problems
        described = [f"{name}-hint"] * bool(hint) + [f"{name}-problem"] * wrong
        return {
            "id": name,
            "name": name,
            "aria_invalid": "true" if wrong else "",
            "aria_describedby": " ".join(described),
        }

    def _field(self, name: str, label: str, control: Html, hint: str) -> Html:
        problem = self.problems.get(name, "")
        return el(
            "div",
            el("label", label, for_=name),
            control,
            el("p", hint, id=f"{name}-hint", class_="hint") if hint else "",
            el("p", problem, id=f"{name}-problem", class_="problem") if problem else "",
            class_="field",
        )
