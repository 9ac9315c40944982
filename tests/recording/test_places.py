"""On which line of a file an event stands."""

from ledgerium_cli.recording.places import lines_of


def test_an_event_is_found_by_its_number_whatever_stands_between() -> None:
    data = (
        b'{"kind":"header"}\r\n\r\n{"seq":1}\r\nnot JSON \xff\n'
        + b"[" * 100_000
        + b'\n{"seq":3}\n{"seq":2}\n{"seq":2}'
    )
    assert lines_of(data, {1, 2, 9}) == {1: 3, 2: 7}
    assert lines_of(b"", {1}) == {}
