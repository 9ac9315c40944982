"""Recordings for the tests of privacy: one click on one page, with anything in any field."""

import hashlib
import json

PAGE = {
    "system": "erp.example.com",
    "route": "/orders/SO-1042",
    "title": "Order SO-1042",
    "heading": "Order SO-1042",
}


def line(seq=1, kind="click", page=None, element=None, **more):
    return {
        "kind": kind, "seq": seq, "utc_ms": 1795422900000 + seq, "mono_ms": seq, "document": "d-7be1c0ffee12",
        "tab": 1, "page": {**PAGE, **(page or {})},
        **({"element": {"role": "button", "name": "Save", **(element or {})}} if kind == "click" else {}), **more,
    }  # fmt: skip


def header(**more):
    return {
        "kind": "header", "format": 1, "recording": "ana-20261123T081500-4f3a", "workflow": "Sales orders",
        "actor": "Ana", "recorder": "ledgerium-recorder 0.1.0", "time_zone": "Europe/Berlin",
        "start_ms": 1795422900000, "case_form": "SO-#", **more,
    }  # fmt: skip


def recording(*lines, seal=True, head=None):
    """The bytes of a file with these lines."""
    texts = [
        one if isinstance(one, str) else json.dumps(one, ensure_ascii=False)
        for one in (head or header(), *lines)
    ]
    body = "".join(f"{text}\n" for text in texts).encode(errors="surrogatepass")
    if not seal:
        return body
    digest = hashlib.sha256(body).hexdigest()
    return (
        body
        + json.dumps({"kind": "seal", "count": len(lines), "sha256": digest, "redactions": 3}).encode()
        + b"\n"
    )
