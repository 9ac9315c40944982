"""`ledgerium lint` and `ledgerium redact` as a person meets them: real processes, real files."""

import json
import os
from functools import partial
from pathlib import Path

import pytest

from ledgerium_cli.errors import NoRecording, OutputError, TeamFileError
from ledgerium_cli.load import load
from ledgerium_cli.privacy.tokens import tokens

from ..command import ledgerium as in_text
from .make import header, line, recording

EXAMPLE = Path(__file__).parents[2] / "examples" / "sales-order"
KEY = "0f" * 32


@pytest.fixture
def home(tmp_path_factory):
    """Where a person's own settings are."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture
def ledgerium(home):
    return partial(in_text, text=False, HOME=str(home), XDG_CONFIG_HOME=str(home / "settings"))


@pytest.fixture
def own(home):
    """The key that `redact` makes where there is none."""
    return home / "settings" / "ledgerium" / "ledgerium-team.json"


@pytest.fixture
def trace(tmp_path):
    file = tmp_path / "ana-20261123T081500-4f3a.jsonl"
    file.write_bytes(recording(line(page={"title": "Mail of ann@example.com"})))
    return file


def team_file(folder, **more):
    file = folder / "ledgerium-team.json"
    file.write_text(json.dumps({"ledgerium_team": 1, "token_key": KEY, **more}))
    return file


def test_lint_names_file_line_and_field_but_never_the_secret_and_exits_one(ledgerium, trace, tmp_path):
    ran = ledgerium("lint", trace, cwd=tmp_path)
    assert ran.returncode == 1
    assert ran.stdout.decode() == f"{trace}:2: page.title: looks like an e-mail address (a…@…)\n"
    assert b"1 finding. `ledgerium redact` writes a copy without." in ran.stderr
    ran = ledgerium("lint", tmp_path, "--format", "json", "--quiet", cwd=tmp_path)
    assert json.loads(ran.stdout) == {
        "file": str(trace), "line": 2, "place": "page.title", "what": "looks like an e-mail address", "shape": "a…@…",
    }  # fmt: skip
    assert ran.stderr == b""


def test_lint_of_recordings_in_which_nothing_is_found_exits_zero(ledgerium, tmp_path):
    ran = ledgerium("lint", EXAMPLE, cwd=tmp_path)
    assert (ran.returncode, ran.stdout) == (0, b"")
    by_pipe = ledgerium("lint", "-", cwd=tmp_path, given=recording(line()))
    assert (by_pipe.returncode, by_pipe.stdout) == (0, b"")


def test_what_cannot_be_read_has_the_codes_of_every_command(ledgerium, tmp_path):
    (tmp_path / "empty.jsonl").write_bytes(b"\n")
    for command in (["lint"], ["redact", "-o", "out"]):
        for name in ("missing.jsonl", "empty.jsonl"):
            ran = ledgerium(*command, name, cwd=tmp_path)
            assert ran.returncode == NoRecording.exit_code
            assert name in ran.stderr.decode()
            assert b"Traceback" not in ran.stderr
    assert os.listdir(tmp_path) == ["empty.jsonl"]


def test_redact_makes_a_key_once_that_only_its_owner_can_read_and_writes_a_copy_that_is_clean(
    ledgerium, trace, tmp_path, own
):
    first, second = tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    ran = ledgerium("redact", trace, "-o", first, cwd=tmp_path)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.decode() == f"{first}\n"
    told = f"{own}: made, with the key of your tokens. It is a secret: never commit it, never send it along"
    assert told in ran.stderr.decode()
    assert (own.stat().st_mode & 0o777, own.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert json.loads(own.read_bytes())["ledgerium_team"] == 1
    again = ledgerium("redact", trace, "-o", second, cwd=tmp_path)
    assert b"made" not in again.stderr
    assert first.read_bytes() == second.read_bytes()
    assert b"example" not in first.read_bytes().replace(b"erp.example.com", b"")
    assert ledgerium("lint", first, cwd=tmp_path).returncode == 0


def test_a_key_is_made_only_where_a_token_needs_one(ledgerium, tmp_path, own):
    queried = {"route": "/orders/1?tab=2", "title": "Note “Acme”"}
    for name, data in (("clean", recording(line())), ("dropped", recording(line(page=queried)))):
        (tmp_path / f"{name}.jsonl").write_bytes(data)
        ran = ledgerium("redact", f"{name}.jsonl", "-o", "out.jsonl", cwd=tmp_path)
        assert (ran.returncode, ran.stdout) == (0, b"out.jsonl\n"), ran.stderr
        assert b"key" not in ran.stderr
    assert b"[text]" in (tmp_path / "out.jsonl").read_bytes()
    assert not own.exists()
    ledgerium("redact", "clean.jsonl", "-o", "out.jsonl", "--pseudonyms", cwd=tmp_path)
    assert own.exists()


@pytest.mark.parametrize("output", ["masked.jsonl", "masked", "deep/er/masked", "."])
def test_no_key_is_made_beside_recordings_or_copies_wherever_they_go(ledgerium, trace, tmp_path, own, output):
    folder = tmp_path / "recordings"
    folder.mkdir()
    trace.rename(folder / trace.name)
    name = folder if output in ("masked", "deep/er/masked") else folder / trace.name
    ran = ledgerium("redact", name, "-o", output, cwd=tmp_path)
    assert ran.returncode == 0, ran.stderr
    assert own.exists()
    assert not [*tmp_path.rglob("ledgerium-team.json")]


def test_a_key_that_somebody_put_beside_recordings_is_used_and_named_where_copies_go_there(
    ledgerium, trace, tmp_path, own
):
    team_file(tmp_path)
    ran = ledgerium("redact", trace, "-o", "masked.jsonl", cwd=tmp_path)
    assert (
        b"ledgerium-team.json: the key stands in the folder of the copies. Do not send it along."
        in ran.stderr
    )
    apart = ledgerium("redact", trace, "-o", "out/masked.jsonl", cwd=tmp_path)
    assert b"key" not in apart.stderr
    assert (tmp_path / "masked.jsonl").read_bytes() == (tmp_path / "out" / "masked.jsonl").read_bytes()
    assert tokens(KEY)("e-mail", "ann@example.com").encode() in (tmp_path / "masked.jsonl").read_bytes()
    assert not own.exists()


def test_several_recordings_go_into_a_folder_and_none_is_called_after_a_person(ledgerium, trace, tmp_path):
    team = team_file(tmp_path, workflow="Sales orders", case_example="SO-1042", sites=["erp.example.com"])
    trace.with_name("x.jsonl").write_bytes(recording(line(), head=header(recording="x")))
    ran = ledgerium("redact", tmp_path, "-o", "out", "--team", team, "--pseudonyms", cwd=tmp_path)
    assert ran.returncode == 0, ran.stderr
    names = sorted(os.listdir(tmp_path / "out"))
    assert len(names) == 2
    assert names[0].startswith("person-")
    assert names[0].endswith("-20261123T081500-4f3a.jsonl")
    for name in names:
        assert b"na" not in (tmp_path / "out" / name).read_bytes().split(b"\n")[0].lower().replace(
            b"name", b""
        )


def test_copies_of_a_folder_stand_in_its_subfolders_as_they_did(ledgerium, tmp_path):
    for folder in ("in/north", "in/south/2026"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "day.jsonl").write_bytes(recording(line(), head=header(recording=folder[3:8])))
    ran = ledgerium("redact", "in", "-o", "out", cwd=tmp_path)
    assert ran.stdout.decode().splitlines() == ["out/north/day.jsonl", "out/south/2026/day.jsonl"], ran.stderr
    assert b"south" in (tmp_path / "out/south/2026/day.jsonl").read_bytes()


def test_with_pseudonyms_no_folder_of_the_copies_is_called_after_who_recorded(ledgerium, tmp_path):
    for folder, actor in (("in/ana", "Ana"), ("in/ana/ben", "Ana"), ("in/ben", "Ben")):
        (tmp_path / folder).mkdir(parents=True)
        head = header(recording=folder.replace("/", "-"), actor=actor)
        (tmp_path / folder / "day.jsonl").write_bytes(recording(line(), head=head))
    ran = ledgerium("redact", "in", "-o", "out", "--pseudonyms", cwd=tmp_path)
    copies = ran.stdout.decode().splitlines()
    assert len(copies) == 3, ran.stderr
    assert not [one for one in copies if "ana" in one or "ben" in one]


def test_a_name_with_a_slash_behind_it_is_a_folder(ledgerium, trace, tmp_path):
    ran = ledgerium("redact", trace, "-o", "to-share/", cwd=tmp_path)
    assert ran.stdout.decode() == f"to-share/{trace.name}\n"
    trace.with_name("x.jsonl").write_bytes(recording(line(), head=header(recording="x")))
    ran = ledgerium("redact", tmp_path, "-o", "masked.jsonl", cwd=tmp_path)
    assert ran.returncode == OutputError.exit_code
    assert b"masked.jsonl: is the name of one file, and there are 3 recordings." in ran.stderr


def test_redact_never_overwrites_what_the_copy_is_made_of(ledgerium, trace, tmp_path):
    team, before = team_file(tmp_path), trace.read_bytes()
    (tmp_path / "link.jsonl").symlink_to(trace)
    for output in (trace, tmp_path, team, "link.jsonl", f"../{tmp_path.name}/{trace.name}"):
        ran = ledgerium("redact", trace, "-o", output, cwd=tmp_path)
        assert ran.returncode == OutputError.exit_code, output
        assert b"would overwrite what it is made of" in ran.stderr
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / trace.name).write_bytes(before)
    ran = ledgerium("redact", trace, f"b/{trace.name}", "-o", "out", cwd=tmp_path)
    assert ran.returncode == OutputError.exit_code
    assert b"Redact them one by one" in ran.stderr
    assert (trace.read_bytes(), json.loads(team.read_bytes())["token_key"]) == (before, KEY)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("{", "Invalid JSON"),
        (f'{{"ledgerium_team": 2, "token_key": "{KEY}"}}', "ledgerium_team: Input should be less than or equal to 1"),
        ('{"ledgerium_team": 1, "token_key": "secret-key"}', "token_key: String should match pattern"),
        ('{"ledgerium_team": 1}', "token_key: Field required"),
        (f'{{"ledgerium_team": 1, "token_key": "{KEY}", "color": 1}}', "color: Extra inputs are not permitted"),
    ],
)  # fmt: skip
def test_a_team_file_that_is_none_is_refused_with_its_cause_and_a_remedy(
    ledgerium, trace, tmp_path, content, words
):
    (tmp_path / "ledgerium-team.json").write_text(content)
    ran = ledgerium("redact", trace, "-o", "out.jsonl", cwd=tmp_path)
    assert ran.returncode == TeamFileError.exit_code
    assert words in ran.stderr.decode()
    assert "name another with --team" in ran.stderr.decode()
    assert b"secret-key" not in ran.stderr
    assert not (tmp_path / "out.jsonl").exists()


def test_a_name_at_which_no_team_file_can_stand_is_refused_though_no_token_is_needed(ledgerium, tmp_path):
    (tmp_path / "a.jsonl").write_bytes(recording(line()))
    for name in ("a.jsonl/team.json", "n" * 300):
        ran = ledgerium("redact", "a.jsonl", "-o", "out.jsonl", "--team", name, cwd=tmp_path)
        assert ran.returncode == TeamFileError.exit_code, name
        assert b"cannot be read" in ran.stderr
        assert not (tmp_path / "out.jsonl").exists()


def test_traces_beside_different_team_files_ask_for_one(ledgerium, trace, tmp_path):
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "b.jsonl").write_bytes(trace.read_bytes())
    team_file(tmp_path)
    team_file(tmp_path / "b")
    ran = ledgerium("redact", trace, "b", "-o", "out", cwd=tmp_path)
    assert ran.returncode == TeamFileError.exit_code
    assert b"Name one with --team" in ran.stderr


def test_recordings_whose_order_numbers_became_tokens_still_fall_into_cases(ledgerium, tmp_path, own):
    for file in EXAMPLE.glob("*.jsonl"):
        numbered = file.read_bytes().replace(b"SO-", b"450000").replace(b',"case_form":"450000#"', b"")
        (tmp_path / file.name).write_bytes(numbered)
    plain = load([str(tmp_path)]).analysis
    ran = ledgerium("redact", tmp_path, "-o", tmp_path / "out", cwd=tmp_path)
    assert ran.returncode == 0, ran.stderr
    redacted = load([str(tmp_path / "out")]).analysis
    token = tokens(json.loads(own.read_bytes())["token_key"])
    orders = [f"[number {token('number', f'450000{number}')}]" for number in range(1042, 1052)]
    assert sorted(case.id for case in redacted.cases) == sorted(orders)
    assert {one.activity.title for one in redacted.activities} <= {
        one.activity.title for one in plain.activities
    }
