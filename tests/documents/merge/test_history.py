"""What people who take back `sop.md` or `sop.base.md` alone find in “Revisions” after the next build."""

import re
from pathlib import Path

import pytest

from ledgerium_cli.build import Drawn, _sop
from ledgerium_cli.documents.merge.builds.history import is_of_other_cases
from ledgerium_cli.documents.merge.folder import standing_in
from ledgerium_cli.documents.view.model import View
from ledgerium_cli.load import load
from ledgerium_cli.output.content import bytes_of

from .folder import (
    EXAMPLE,
    RECORDED,
    SAVE,
    VALIDATE,
    Folder,
    analysis_of,
    built_of,
    files,
    generated_in,
    revisions,
)
from .make import section


@pytest.fixture(scope="module")
def each_round(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, str]]:
    """The files after a first build, an edit, more recordings and another edit."""
    folder = Folder(tmp_path_factory.mktemp("rounds"))
    found = [built_of(folder, RECORDED[:1])]
    folder.edited((SAVE, f"{SAVE} Write the number down."))
    found.append(files(folder))
    found.append(built_of(folder, RECORDED))
    folder.edited((VALIDATE, "press “Validate order” once."))
    return [*found, files(folder)]


@pytest.fixture
def rounds(tmp_path: Path, each_round: list[dict[str, str]]) -> tuple[Folder, list[dict[str, str]]]:
    """A folder after all of them, and the files after each."""
    folder = Folder(tmp_path)
    folder.analysis = analysis_of(tuple(RECORDED))
    for name, text in each_round[-1].items():
        (tmp_path / name).write_text(text, "utf-8")
    return folder, each_round


@pytest.mark.parametrize("older", [0, 1, 2])
def test_under_an_older_base_rows_of_later_builds_are_no_words_of_people(rounds, older):
    folder, found = rounds
    (folder.path / "sop.base.md").write_text(found[older]["sop.base.md"], "utf-8")
    own = _sop(View(folder.analysis), folder.path, standing_in(folder.path)).kept
    assert (own.content.decode(), own.merged.conflicts) == (found[3]["sop.md"], ())
    folder.build()
    assert revisions(folder.edited((VALIDATE.replace(".", " once."), VALIDATE)))[0][1] == (
        "As generated again: step 2 “Validate the order”."
    )


def test_an_edited_document_that_is_taken_back_after_it_was_written_anew_is_as_it_was(rounds):
    folder, found = rounds
    anew = Drawn(folder.analysis, folder.path, fresh=True).documents["sop.base.md"]
    (folder.path / "sop.base.md").write_bytes(bytes_of(anew))
    assert folder.build() == found[3]["sop.md"]
    assert folder.build() == found[3]["sop.md"]


@pytest.mark.parametrize("since", ["a recording", "a rule", "a recording under the same version"])
def test_a_document_that_is_taken_back_after_a_newer_one_was_written_anew_has_what_is_true_now(rounds, since):
    folder, found = rounds
    own = found[1]["sop.md"] if since == "a recording" else found[3]["sop.md"]
    if since == "a rule":
        declared = (
            (EXAMPLE / "workflow.toml").read_text("utf-8").replace("The quantity is in stock", "It is here")
        )
        (folder.path / "workflow.toml").write_text(declared, "utf-8")
        folder.analysis = load(RECORDED, folder.path / "workflow.toml").analysis
    if since.endswith("version"):
        own = found[2]["sop.md"].replace("10 orders in 3 recordings", "8 orders in 2 recordings")
    (folder.path / "sop.md").write_text(own, "utf-8")
    anew = Drawn(folder.analysis, folder.path, fresh=True).documents["sop.base.md"]
    (folder.path / "sop.base.md").write_bytes(bytes_of(anew))
    kept = _sop(View(folder.analysis), folder.path, standing_in(folder.path)).kept
    text = kept.content.decode()
    assert kept.knew_base is since.endswith("version")
    assert "based on 10 orders in 3 recordings" in text
    assert "Write the number down." in text
    assert "**: people changed what stands above" not in text


@pytest.mark.parametrize("beside", ["no base", "a base of more recordings"])
def test_where_nobody_changed_a_document_of_fewer_recordings_nothing_is_told_as_written_by_people(
    tmp_path, beside
):
    folder = Folder(tmp_path)
    first = built_of(folder, [RECORDED[0], RECORDED[2]])
    built_of(folder, RECORDED)
    (folder.path / "sop.md").write_text(first["sop.md"], "utf-8")
    if beside == "no base":
        (folder.path / "sop.base.md").unlink()
    sop = folder.build()
    assert ("At the start: “Decide on the hold”, in 1 of 6 orders." in sop) is (beside == "no base")
    assert "Written by people" not in sop
    assert re.findall(r"\*\((?:edited|added)\)\*$", sop, re.MULTILINE) == []


def test_without_a_base_the_json_and_the_table_of_recordings_are_those_of_now(tmp_path):
    folder = Folder(tmp_path)
    built_of(folder, RECORDED[::2])
    row = "| R1 | ana-20261123T032727-6fb1 | Ana |"
    sop = (folder.path / "sop.md").read_text("utf-8").replace(row, row.replace("Ana ", "Ana, new here "))
    roles = '"roles": ["Order management"], '
    sop = sop.replace(roles, f'{roles}"people_without_role": 1, ')
    (folder.path / "sop.md").write_text(sop, "utf-8")
    (folder.path / "sop.base.md").unlink()
    now = built_of(folder, RECORDED)
    for title in ("For programs", "How this was made"):
        own, made = (section(text, title) for text in (now["sop.md"], generated_in(folder)))
        assert own.replace("Ana, new here *(edited)*", "Ana").partition("\n\n**Written")[0] == made


def test_rows_that_an_earlier_build_had_marked_lose_their_marks(rounds):
    folder, found = rounds
    (folder.path / "sop.base.md").write_text(found[1]["sop.base.md"], "utf-8")
    marked = re.sub(r"^(\| `[0-9a-f]{12}`.*) \|$", r"\1 *(added)* |", found[3]["sop.md"], flags=re.M)
    (folder.path / "sop.md").write_text(marked, "utf-8")
    assert folder.build() == found[3]["sop.md"]


def test_what_changed_since_an_older_base_is_told_with_its_version(rounds):
    folder, found = rounds
    (folder.path / "sop.base.md").write_text(found[2]["sop.base.md"], "utf-8")
    told = revisions(folder.edited(("Write the number down.", "Write nothing down.")))
    since = revisions(found[2]["sop.md"])[0][0]
    assert told[0][1] == (
        f"Since `{since}`: Changed by people: step 1 “Enter the order” and step 2 “Validate the order”."
    )
    assert told[1:] == revisions(found[3]["sop.md"])


def test_where_what_is_told_now_is_in_neither_version_it_is_not_known_who_wrote_what_differs(rounds):
    folder, found = rounds
    (folder.path / "sop.base.md").write_text(found[0]["sop.base.md"], "utf-8")
    folder.analysis = load(RECORDED[1:], EXAMPLE / "workflow.toml").analysis
    own = _sop(View(folder.analysis), folder.path, standing_in(folder.path)).kept
    text = own.content.decode()
    assert not own.knew_base
    assert "Write the number down." in text
    assert "**: people changed what stands above" not in text


def test_without_a_base_a_row_and_a_sentence_of_people_stay_there_as_theirs(rounds):
    folder, _ = rounds
    sop = (folder.path / "sop.md").read_text("utf-8")
    row = "| 2.1 | 2026-12-01 | Approved by Kim |"
    own = re.sub(r"^(\| Version \| Recorded.*\n.*\n)", rf"Kim signs.\n\n\1{row}\n", sop, flags=re.M)
    (folder.path / "sop.md").write_text(own, "utf-8")
    (folder.path / "sop.base.md").unlink()
    text = folder.build()
    assert "Kim signs. *(added)*" in text
    assert f"{row[:-2]} *(added)* |" in text
    assert "Conflict at “Revisions”" not in text


@pytest.mark.parametrize("given", ["", " (as given)", " (in part as given)"])
def test_a_build_of_the_same_cases_is_known_as_that_whoever_gave_their_days(given):
    scope = f"2 tickets in 3 recordings, 2026-03-01 to 2026-03-02{given}"
    assert not is_of_other_cases("", f"Version: `0`, based on {scope}. More.", scope)
    assert is_of_other_cases(
        "", f"Version: `0`, based on {scope}. More.", scope.replace("2 tickets", "4 tickets")
    )


def test_a_step_that_goes_and_comes_is_called_as_people_do(tmp_path):
    folder = Folder(tmp_path)
    built_of(folder, RECORDED)
    folder.edited(("### 4. Decide on the hold", "### 4. Let it go or not"))
    without = built_of(folder, [one for one in RECORDED if "ben-" not in one])["sop.md"]
    assert revisions(without)[0][1].startswith("Gone: “Let it go or not”. ")
    again = built_of(folder, RECORDED)["sop.md"]
    assert re.search(r"New: .*“Let it go or not” \(seen in ", revisions(again)[0][1])
    assert "“Decide on the hold”" not in f"{revisions(without)[0][1]} {revisions(again)[0][1]}"
    assert folder.build() == again


def test_a_version_in_words_of_people_makes_no_copy_of_an_earlier_build(tmp_path):
    folder = Folder(tmp_path)
    built_of(folder, RECORDED[:1])
    folder.edited(
        (", based on 5 orders in 1 recording, 2026-11-23.", ", as of 23.11.2026."),
        ("- Rule: The quantity is in stock. *(declared)*\n", ""),
    )
    for several in (RECORDED[:2], RECORDED):
        sop = built_of(folder, several)["sop.md"]
        assert sop.count("**Conflict at “") == 1
        assert "The quantity is in stock" not in sop
        assert folder.build() == sop
