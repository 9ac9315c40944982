"""Maps that are too tangled to draw: with fewer paths, or not at all, and then everything else is still there."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ledgerium_cli.build import documents_of
from ledgerium_cli.cli.app import app
from ledgerium_cli.documents.html import map_layout
from ledgerium_cli.documents.html.map_figure import map_figures
from ledgerium_cli.documents.map import svg
from ledgerium_cli.documents.map.dot import render_dot
from ledgerium_cli.documents.map.picture import picture_of
from ledgerium_cli.documents.view.model import View
from ledgerium_cli.findings.analysis import Analysis
from ledgerium_cli.load import load


def log(folder: Path, ways: list[list[int]], by: Callable[[int, int], int] = lambda at, activity: at) -> str:
    """A log with one case for each way through activities, a step a minute, by three people in turn or as told."""
    rows = [
        f"{case},act{activity},2026-03-{1 + at // 1440:02}T{at // 60 % 24:02}:{at % 60:02}:00Z,R{by(at, activity) % 3}"
        for case, way in enumerate(ways)
        for at, activity in enumerate(way)
    ]
    file = folder / "log.csv"
    file.write_text("\n".join(["case,activity,time,resource", *rows]))
    return str(file)


def one_long_case() -> list[list[int]]:
    """Its 1,000 steps take 737 different paths."""
    chance = random.Random(5)
    return [[chance.randint(1, 40) for _ in range(1000)]]


def usual_ways_and_others() -> list[list[int]]:
    """Each activity is usually followed by one of three, one time in five by any."""
    chance = random.Random(16)
    usual = {activity: chance.sample(range(25), 3) for activity in range(25)}
    ways: list[list[int]] = []
    for _ in range(40):
        way, activity = [], 0
        for _ in range(chance.randint(20, 40)):
            way.append(activity)
            activity = chance.choice(usual[activity]) if chance.random() < 0.8 else chance.randrange(25)
        ways.append(way)
    return ways


def analysis_of(folder: Path, ways: list[list[int]]) -> Analysis:
    return load([log(folder, ways)], keep=False).analysis


def arrows_in(dot: str) -> int:
    return len(re.findall(r'^  ".*" -> "', dot, re.MULTILINE))


@pytest.fixture
def fewer_arrows(monkeypatch: pytest.MonkeyPatch) -> None:
    """A drawing program that gives up where there are more than 50 arrows."""
    run = svg._run

    def drawing(program: str, dot: str, format: str, end: str) -> str:
        if dot.count(" -> ") > 50:
            raise svg.NotDrawn("too many arrows")
        return run(program, dot, format, end)

    monkeypatch.setattr(svg, "_run", drawing)


@pytest.fixture
def nothing_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: str) -> str:
        raise svg.NotDrawn(f"The map was not drawn. {svg.REMEDY}")

    monkeypatch.setattr(svg, "_run", failing)


def test_of_one_case_that_took_hundreds_of_paths_the_frequent_ones_are_drawn(tmp_path: Path) -> None:
    analysis = analysis_of(tmp_path, one_long_case())
    dot = render_dot(View(analysis))
    drawn = arrows_in(dot)
    assert drawn <= 300 < len(analysis.paths)
    assert re.search(rf"\b{drawn} of {len(analysis.paths)} paths, \d+ % of all moves\b", dot)


def test_lanes_that_many_paths_cross_are_drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[int] = []
    lay_out = svg.lay_out

    def trying(dots: list[str]) -> list[str]:
        tried.append(len(dots))
        return lay_out(dots)

    monkeypatch.setattr(map_layout, "lay_out", trying)
    of_one_each = load([log(tmp_path, usual_ways_and_others(), lambda at, activity: activity)], keep=False)
    found = map_figures(View(of_one_each.analysis))
    assert tried == [2, 1, 1, 1], "the first try of the lanes no longer fails: this log tests nothing"
    assert re.findall(r'data-lanes="(\w+)"', found.figures) == ["none", "role"]
    assert found.without == ()


@pytest.mark.usefixtures("fewer_arrows")
def test_a_map_that_is_not_drawn_is_drawn_with_fewer_paths_and_says_of_how_many(tmp_path: Path) -> None:
    view = View(analysis_of(tmp_path, usual_ways_and_others()))
    dot = render_dot(view)
    assert arrows_in(dot) > 50
    assert re.search(r"\b\d\d of 263 paths, \d\d % of all moves\b", picture_of(view, dot))
    assert 'data-lanes="none"' in map_figures(view).figures


@pytest.mark.usefixtures("nothing_drawn")
def test_without_a_picture_a_build_writes_everything_else_and_says_so(tmp_path: Path) -> None:
    file = log(tmp_path, [[1, 2, 3], [1, 3, 2]])
    run = CliRunner().invoke(app, ["build", "-o", str(tmp_path / "out"), file])
    assert run.exit_code == 1
    assert getattr(run.exception, "exit_code", None) == 7
    assert str(run.exception).startswith("The map cannot be drawn in map.svg and report.html: ")
    assert "--only" in str(run.exception)
    out = {one.name: one.read_text("utf-8") for one in (tmp_path / "out").iterdir()}
    assert {"sop.md", "map.dot", "map.svg", "report.md", "report.html", "analysis.json"} <= out.keys()
    assert "The map is not drawn" in out["map.svg"]
    assert "The map is not drawn" in out["report.html"]
    assert 'class="map"' not in out["report.html"]


@pytest.mark.usefixtures("nothing_drawn")
@pytest.mark.parametrize("asked", [["map", "--format", "svg"], ["report", "--format", "html"]])
def test_a_picture_alone_that_is_not_drawn_ends_with_what_helps(tmp_path: Path, asked: list[str]) -> None:
    run = CliRunner().invoke(app, [*asked, log(tmp_path, [[1, 2, 3]])])
    assert getattr(run.exception, "exit_code", None) == 7
    assert "--only" in str(run.exception)


@pytest.mark.usefixtures("nothing_drawn")
def test_the_library_gives_the_documents_without_pictures_too(tmp_path: Path) -> None:
    assert "The map is not drawn" in documents_of(analysis_of(tmp_path, [[1, 2], [2, 1]]))["map.svg"]
