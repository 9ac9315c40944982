"""What the tests need of a browser: get, post, follow the redirect, keep the text."""

import json
import re
from dataclasses import dataclass
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from desk import OrderDesk

GOOD_ORDER = {
    "request": "R-201",
    "customer": "C-301",
    "reference": "BF-44871",
    "item": "I-10",
    "quantity": "120",
    "unit_price": "8.40",
    "terms": "30 days net",
    "delivery_date": "2026-12-07",
    "remarks": "",
}
CONFIRMATION = {"sent_by": "E-mail", "promised": "2026-12-07"}


@dataclass(frozen=True)
class Answer:
    """What came back in the end."""

    status: int
    path: str
    text: str

    def says(self, role: str, text: str) -> bool:
        """The page shows this message."""
        return f'<p role="{role}" class="message">{text}</p>' in self.text


@dataclass(frozen=True)
class DeskClient:
    """Talks to the three systems by the loopback address, whatever this machine makes of *.localhost."""

    desk: OrderDesk

    def get(self, address: str) -> Answer:
        """Open an address."""
        return _open(Request(_loopback(address)))

    def post(self, address: str, fields: dict[str, str]) -> Answer:
        """Send a form."""
        return _open(Request(_loopback(address), urlencode(fields).encode()))

    def erp(self, path: str, fields: dict[str, str] | None = None) -> Answer:
        """Open a page of the ERP, or send a form to it."""
        address = self.desk.erp + path
        return self.get(address) if fields is None else self.post(address, fields)

    def order(self, **changes: str) -> str:
        """Enter a good order, with changes, and give its number."""
        return self.erp("/orders", GOOD_ORDER | changes).path.rpartition("/")[2]

    def validate(self, number: str) -> Any:
        """Press "Validate order"."""
        return json.loads(self.erp(f"/orders/{number}/validate", {}).text)

    def confirm(self, number: str) -> Answer:
        """Send the confirmation form."""
        return self.erp(f"/orders/{number}/confirm", CONFIRMATION)

    def credit(self, path: str, fields: dict[str, str] | None = None) -> Any:
        """Ask the JSON interface of the credit desk."""
        address = f"{self.desk.credit}/api{path}"
        return json.loads((self.get(address) if fields is None else self.post(address, fields)).text)


def _loopback(address: str) -> str:
    return re.sub(r"//\w+\.localhost:", "//127.0.0.1:", address)


def _open(request: Request) -> Answer:
    try:
        response = urlopen(request, timeout=10)
    except HTTPError as error:
        response = error
    with response:
        path = re.sub(r"^http://[^/]+|\?.*$", "", response.url)
        return Answer(response.status, path, response.read().decode())
