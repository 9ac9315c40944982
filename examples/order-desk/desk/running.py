"""Start and stop the three servers."""

import threading
from types import TracebackType
from typing import Self

from desk.credit import CREDIT
from desk.crm import CRM
from desk.erp import ERP
from desk.state import State
from desk.web import Links, Server, Site


class OrderDesk:
    """The running order desk; `crm`, `erp` and `credit` are its addresses. Leaving the context stops it."""

    def __init__(self, ports: tuple[int, int, int], pace: float) -> None:
        """Take the three ports (0: a free one) and serve; `OSError` where a port is taken."""
        self._servers = _bind(ports)
        crm, erp, credit = self._servers
        links = Links(
            f"http://crm.localhost:{crm.port}",
            f"http://erp.localhost:{erp.port}",
            f"http://credit.localhost:{credit.port}",
        )
        self.crm, self.erp, self.credit = links.crm, links.erp, links.credit
        state = State(pace)
        for server, system in zip(self._servers, (CRM, ERP, CREDIT), strict=True):
            server.site = Site(system, state, links)
        self._threads = [threading.Thread(target=each.serve_forever, args=(0.02,)) for each in self._servers]
        for thread in self._threads:
            thread.start()

    def close(self) -> None:
        """Stop serving and give the ports back."""
        for server, thread in zip(self._servers, self._threads, strict=True):
            server.shutdown()
            thread.join()
            server.server_close()

    def __enter__(self) -> Self:
        """Nothing more to do: it serves already."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop."""
        self.close()


def start(crm_port: int = 0, erp_port: int = 0, credit_port: int = 0, *, pace: float = 1.0) -> OrderDesk:
    """Start the order desk, from its seed, on these ports of the loopback address (0: a free one).

    `pace` scales the time that validation and credit check take; 0 lets them answer at once.
    """
    return OrderDesk((crm_port, erp_port, credit_port), pace)


def _bind(ports: tuple[int, int, int]) -> list[Server]:
    servers: list[Server] = []
    try:
        for port in ports:
            servers.append(Server(port))
    except OSError as error:
        for server in servers:
            server.server_close()
        raise OSError(f"port {port} is not to be had: {error.strerror}") from error
    return servers
