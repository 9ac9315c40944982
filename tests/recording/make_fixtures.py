"""Writes `fixtures/`: one small recording, and one file for each thing that can be wrong with it.

python tests/recording/make_fixtures.py
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

FOLDER = Path(__file__).parent / "fixtures"
START = 1_795_422_900_000
"""23 November 2026, 08:35 UTC."""

Line = dict[str, object]


def header(recording: str = "ana-1") -> Line:
    return {
        "kind": "header", "format": 1, "recording": recording, "workflow": "Sales order processing",
        "actor": "Ana", "recorder": "ledgerium-recorder 0.1.0", "time_zone": "Europe/Berlin",
        "start_ms": START,
    }  # fmt: skip


def event(kind: str, seq: int, second: int, **more: object) -> Line:
    page = {"system": "erp.localhost:8802", "route": "/orders/SO-1042", "title": "Order", "heading": "Order"}
    return {
        "kind": kind, "seq": seq, "utc_ms": START + second * 1000, "mono_ms": second * 1000,
        "document": "d-1", "tab": 1, "page": page, **more,
    }  # fmt: skip


SHOWN = event("page_shown", 1, 1, how="load")
FILLED = event("field_changed", 2, 10, element={"role": "spinbutton", "name": "Quantity", "field": "number"})
PRESSED = event("click", 3, 20, element={"role": "button", "name": "Validate order"})
SAID = event("message_shown", 4, 21, message={"type": "status", "text": "Validation passed"})
WHOLE = [header(), SHOWN, FILLED, PRESSED, SAID]


def encoded(lines: list[Line]) -> list[bytes]:
    return [json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() for line in lines]


def sealed(lines: list[bytes], count: int = 4) -> list[bytes]:
    """The lines with a seal that fits them; `count` is what it says of the events."""
    digest = hashlib.sha256(b"".join(line + b"\n" for line in lines)).hexdigest()
    return [*lines, *encoded([{"kind": "seal", "count": count, "sha256": digest}])]


def ended(lines: list[bytes], ending: bytes = b"\n") -> bytes:
    return b"".join(line + ending for line in lines)


def told(line: Line, second: int) -> Line:
    """The event at another time of day; the page's own clock goes on as it did."""
    return line | {"utc_ms": START + second * 1000}


def fixtures() -> dict[str, bytes]:
    whole = sealed(encoded(WHOLE))
    first, shown, filled, pressed, said = encoded(WHOLE)
    typed = FILLED | {"value": "12"}
    other = PRESSED | {"element": {"role": "button", "name": "Confirm order"}}
    return {
        "whole": ended(whole),
        "not-json": ended(sealed([first, shown, b"Quantity: 12", pressed, said], count=3)),
        "not-an-event": ended(sealed([first, shown, *encoded([typed]), pressed, said], count=3)),
        "out-of-order": ended(sealed([first, shown, pressed, filled, said])),
        "doubled": ended(sealed([first, shown, filled, filled, pressed, said], count=5)),
        "same-number-twice": ended(sealed([first, shown, filled, pressed, *encoded([other]), said], count=5)),
        "not-utf8": ended(
            sealed([first, shown, filled.replace(b"Quantity", b"Menge \xfc"), pressed, said], 3)
        ),
        "bom": b"\xef\xbb\xbf" + ended(whole),
        "crlf": ended(whole, b"\r\n"),
        "cut-off-line": ended([first, shown, filled, pressed]) + said[:60],
        "no-seal": ended(encoded(WHOLE)),
        "wrong-seal": ended(sealed(encoded(WHOLE), count=5)),
        "changed-after-seal": ended(whole).replace(b"Validate order", b"Confirm order"),
        "empty": b"",
        "blank-line": ended(sealed([first, shown, b"", filled, pressed, said])),
        "no-header": ended(sealed([shown, filled, pressed, said])),
        "two-headers": ended(sealed([first, shown, filled, *encoded([header("ben-1")]), pressed, said])),
        "after-seal": ended([*whole, *encoded([SAID | {"seq": 5}])]),
        "no-events": ended(sealed([first], count=0)),
        "clock-back": ended(sealed(encoded([*WHOLE[:3], told(PRESSED, 4), told(SAID, 8)]))),
        "clock-ahead": ended(sealed(encoded([*WHOLE[:3], told(PRESSED, 3620), told(SAID, 3621)]))),
    }


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, data in fixtures().items():
        (FOLDER / f"{name}.jsonl").write_bytes(data)
