"""Titles that several activities share."""

from __future__ import annotations

from ledgerium_cli.findings.titles import titles_apart


def test_a_title_of_one_activity_stays_as_it_is() -> None:
    assert titles_apart({"a": "Ship", "b": "Save"}, {"a": ["erp"], "b": ["erp"]}) == {
        "a": "Ship",
        "b": "Save",
    }


def test_a_shared_title_is_followed_by_the_systems() -> None:
    titles = {"a": "Ship", "b": "Ship", "c": "Save"}
    assert titles_apart(titles, {"a": ["erp", "wms"], "b": ["shop"], "c": ["erp"]}) == {
        "a": "Ship (erp, wms)",
        "b": "Ship (shop)",
        "c": "Save",
    }


def test_where_systems_do_not_tell_all_of_them_apart_their_ids_do() -> None:
    titles = {"a": "Ship", "b": "Ship", "c": "Ship "}
    apart = {"a": "Ship [a]", "b": "Ship [b]", "c": "Ship  [c]"}
    assert titles_apart(titles, {"a": ["erp"], "b": ["erp"], "c": ["shop"]}) == apart
    assert titles_apart(titles, {"a": ["erp"], "b": ["shop"]}) == apart
