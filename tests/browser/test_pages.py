"""Pages, tabs, frames and shadow roots."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Route, expect
from recorder import RecorderBrowser
from support import Lines, Recording, Site, read


def shown(events: Lines) -> list[tuple[str, str, str | None]]:
    pages = [event for event in events if event["kind"] == "page_shown"]
    return [(page["how"], page["page"]["route"], page["page"].get("heading")) for page in pages]


def test_loads_routes_and_history_are_told_apart(recording: Recording) -> None:
    url = recording.serve("<title>One</title><h1>One</h1><a href=/two>Two</a>", "/one")
    recording.serve(
        "<title>Two</title><h1>Two</h1><button onclick=\"history.pushState(null, '', '/three');"
        "document.title = 'Three'; document.querySelector('h1').textContent = 'Three'\">Three</button>"
        "<script>addEventListener('popstate', () => { document.title = 'Two';"
        "document.querySelector('h1').textContent = 'Two' })</script>",
        "/two",
    )
    page = recording.page
    page.goto(url)
    page.get_by_role("link").click()
    page.get_by_role("button").click()
    page.go_back()
    expect(page.get_by_role("heading")).to_have_text("Two")
    page.go_back()
    expect(page.get_by_role("heading")).to_have_text("One")
    assert shown(recording.events()) == [
        ("load", "/one", "One"),
        ("load", "/two", "Two"),
        ("route", "/three", "Three"),
        ("history", "/two", "Two"),
        ("history", "/one", "One"),
    ]


def test_a_heading_that_comes_late_is_told_with_the_moment_the_page_came(recording: Recording) -> None:
    page = recording.show(
        "<title>Shop</title><h1>Orders</h1><button onclick=\"location.hash = '#/orders/new?from=SECRET';"
        "setTimeout(() => document.querySelector('h1').textContent = 'New order', 400)\">New</button>"
    )
    page.get_by_role("button").click()
    page.get_by_role("heading", name="New order").wait_for()
    page.wait_for_timeout(150)
    events = recording.events()
    assert shown(events)[1:] == [("route", "/page#/orders/new", "New order")]
    click, route = events[-2:]
    assert route["utc_ms"] - click["utc_ms"] < 300
    assert "SECRET" not in str(events)


def test_a_page_that_goes_away_before_its_heading_is_not_lost(recording: Recording) -> None:
    page = recording.show(
        "<h1>Orders</h1><button onclick=\"history.pushState(null, '', '/orders/new');"
        "setTimeout(() => location = '/elsewhere')\">New</button>"
    )
    page.get_by_role("button").click()
    page.get_by_role("heading", name="Page elsewhere").wait_for()
    assert [route for _, route, _ in shown(recording.events())] == ["/page", "/orders/new", "/elsewhere"]


def test_an_anchor_is_no_page(recording: Recording) -> None:
    page = recording.show("<h1>Help</h1><a href='#part'>Part</a><p id=part>Here")
    page.get_by_role("link").click()
    page.wait_for_timeout(150)
    assert shown(recording.events()) == [("load", "/page", "Help")]


def test_a_route_holds_no_query_no_session_and_no_address(recording: Recording) -> None:
    recording.page.goto(
        recording.site.url("erp", "/a;jsessionid=SECRET/ann@example.com/b?token=SECRET#SECRET")
    )
    [(_, route, _)] = shown(recording.events())
    assert route == "/a/[e-mail]/b"


def test_a_number_in_the_name_of_a_system_has_a_token(tmp_path: Path, site: Site) -> None:
    with RecorderBrowser(tmp_path / "profile", [site.url("tenant-99887766", "/*")]) as browser:
        browser.start("Orders", "Ana")
        browser.page.goto(site.url("tenant-99887766", "/orders"))
        browser.stop()
        lines = read(browser.save(tmp_path / "trace.jsonl"))
    system = lines[1]["page"]["system"]
    assert re.fullmatch(rf"tenant-\[number [0-9a-f]{{10}}\]\.localhost:{site.port}", system)
    assert lines[-1]["redactions"] == 1


def test_two_tabs_are_told_apart(recording: Recording) -> None:
    first = recording.show("<h1>First</h1><button>Go</button>")
    second = recording.browser.context.new_page()
    second.goto(recording.site.url("crm", "/second"))
    first.bring_to_front()
    first.get_by_role("button").click()
    second.bring_to_front()
    second.wait_for_timeout(100)
    events = recording.events()
    told = [(event["kind"], event["page"]["heading"]) for event in events]
    assert told[0] == ("page_shown", "First")
    assert (
        told.index(("tab_hidden", "First"))
        < told.index(("tab_shown", "First"))
        < told.index(("click", "First"))
    )
    assert ("page_shown", "Page second") in told
    assert ("tab_shown", "Page second") in told[told.index(("click", "First")) :]
    tabs = {event["page"]["heading"]: event["tab"] for event in events}
    assert len(set(tabs.values())) == 2
    assert 0 not in tabs.values()
    assert {event["page"]["system"] for event in events} == {
        f"erp.localhost:{recording.site.port}",
        f"crm.localhost:{recording.site.port}",
    }


def test_a_tab_that_is_still_loading_tells_nothing_before_its_page(recording: Recording) -> None:
    first = recording.show("<h1>First</h1>")
    url = recording.serve("<title>Slow</title><script src=/slow.js></script><h1>Slow</h1>", "/slow")
    second = recording.browser.context.new_page()
    held: list[Route] = []
    second.route("**/slow.js", lambda route: held.append(route))
    second.goto(url, wait_until="commit")
    second.wait_for_function("document.title === 'Slow'")
    for tab in (first, second):
        tab.bring_to_front()
        tab.wait_for_timeout(100)
    held[0].fulfill(body="")
    second.get_by_role("heading").wait_for()
    second.wait_for_timeout(150)
    own = [event["kind"] for event in recording.events() if event["page"]["route"] == "/slow"]
    assert own == ["page_shown"]


def test_frames_of_every_kind_are_heard_and_tell_no_page(recording: Recording) -> None:
    inner = recording.serve("<title>Inner</title><h1>Inner</h1><button>In a frame</button>", "/inner")
    other = recording.serve("<h1>Other</h1><button>On another host</button>", "/other", host="crm")
    page = recording.show(
        f"<h1>Outer</h1><iframe src='{inner}'></iframe><iframe src='{other}'></iframe>"
        "<iframe srcdoc='<button>In a srcdoc</button>'></iframe>"
    )
    names = ["In a frame", "On another host", "In a srcdoc"]
    for index, name in enumerate(names):
        page.frame_locator("iframe").nth(index).get_by_role("button", name=name).click()
    events = recording.events()
    assert shown(events) == [("load", "/page", "Outer")]
    clicks = [event for event in events if event["kind"] == "click"]
    assert [click["element"]["name"] for click in clicks] == names
    assert [click["page"]["route"] for click in clicks] == ["/inner", "/other", "/page"]
    assert len({event["tab"] for event in events}) == 1


def test_frames_of_other_sites_are_not_heard(recording: Recording) -> None:
    other = recording.site.url("bank", "/account")
    recording.site.pages["/account"] = "<button>Pay</button>"
    page = recording.show(f"<h1>Outer</h1><iframe src='{other}'></iframe>")
    page.frame_locator("iframe").get_by_role("button").click()
    page.goto(other)
    page.get_by_role("button").click()
    assert {event["page"]["system"] for event in recording.events()} == {
        f"erp.localhost:{recording.site.port}"
    }


def test_open_shadow_roots_are_seen_into(recording: Recording) -> None:
    page = recording.show(
        "<order-form></order-form><script>customElements.define('order-form', class extends HTMLElement {"
        "connectedCallback() { this.attachShadow({mode: 'open'}).innerHTML ="
        ' \'<form aria-label=Order onsubmit="return false"><label>Quantity <input></label>'
        "<button>Save</button></form><p role=status></p>';"
        " this.shadowRoot.querySelector('form').addEventListener('submit',"
        " () => this.shadowRoot.querySelector('p').textContent = 'Saved') } })</script>"
    )
    page.get_by_label("Quantity").fill("3")
    page.get_by_role("button").click()
    page.get_by_text("Saved").wait_for()
    events = recording.events()[1:]
    said = [(event["kind"], (event.get("element") or event["message"]).get("name")) for event in events]
    assert said == [
        ("field_changed", "Quantity"),
        ("click", "Save"),
        ("form_submitted", "Order"),
        ("message_shown", None),
    ]
    assert events[1]["element"]["within"] == {"role": "form", "name": "Order"}


def test_a_page_that_was_open_before_is_recorded_too(recording: Recording) -> None:
    browser = recording.browser
    recording.show("<h1>Before</h1><p role=status>Old news</p><button>Go</button>")
    browser.stop()
    browser.save(recording.path)
    browser.new()
    browser.start("Second", "Ana")
    recording.page.get_by_role("button").click()
    told = [(event["kind"], event["page"]["heading"]) for event in recording.events()]
    assert told == [("page_shown", "Before"), ("click", "Before")]


def test_a_page_that_came_during_a_pause_is_told_when_it_goes_on(recording: Recording) -> None:
    recording.show("<h1>Before</h1>")
    recording.browser.pause()
    page = recording.show("<h1>Meanwhile</h1><button>Private</button>")
    page.get_by_role("button").click()
    page.goto(recording.site.url("erp", "/after"))
    recording.browser.resume()
    page.wait_for_timeout(50)
    told = [(event["kind"], event.get("page", {}).get("heading")) for event in recording.events()]
    assert told == [
        ("page_shown", "Before"),
        ("paused", "Before"),
        ("resumed", "Page after"),
        ("page_shown", "Page after"),
    ]
