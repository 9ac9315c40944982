"""The quick guide on paper."""

from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from ledgerium_cli.documents.sop.render import render_sop
from ledgerium_cli.documents.sop.views import view_for
from ledgerium_cli.documents.view.model import View
from ledgerium_cli.load import load

from .recorder import RecorderBrowser

pytestmark = pytest.mark.browser
EXAMPLE = Path(__file__).parents[2] / "examples" / "sales-order"
STYLE = """body { font: 11pt/1.35 sans-serif; margin: 0 } h1 { font-size: 1.4em; margin: 0 }
h3 { font-size: 1.1em; margin: .6em 0 .2em } p, li, ol, ul { margin: .15em 0 }"""


def test_the_quick_guide_of_the_example_is_one_page_of_a4(browser: RecorderBrowser) -> None:
    analysis = load([str(EXAMPLE)], keep=False).analysis
    html = MarkdownIt("commonmark").render(view_for("quick", render_sop(View(analysis)), analysis))
    page = browser.context.new_page()
    page.set_content(f"<style>{STYLE}</style>{html}")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 680, "height": 100})  # what 15 mm on each side leave of A4
    height = page.evaluate("document.documentElement.scrollHeight")
    page.close()
    assert 500 < height <= 1009
