"""What a settings file and the environment may say, and which of them wins."""

import json
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgerium_cli.cli.app import app
from ledgerium_cli.cli.settings import Asked
from ledgerium_cli.errors import SettingsError
from ledgerium_cli.settings.checked import CHECKS
from ledgerium_cli.settings.file import Found, Set, find_file, line_of, read_values
from ledgerium_cli.settings.force import settings_of, variables
from ledgerium_cli.settings.options import ONE_RUN, SHARED, shared_options
from ledgerium_cli.settings.schema import settings_schema

COMMANDS = Asked(app.registered_commands, None, True, {}).settings.commands
SCHEMA = settings_schema(COMMANDS)
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def in_file(text, path="ledgerium.toml"):
    return Found(Path(path), text)


def in_force(text="", **environment):
    return settings_of(COMMANDS, in_file(text), environment)


def faults(text, **environment):
    with pytest.raises(SettingsError) as refused:
        in_force(text, **environment).of("build")
    return str(refused.value).splitlines()


# ------------------------------------------------------------------------------------------- which wins


def test_what_stands_above_all_tables_is_for_every_command_that_has_it():
    settings = in_force('quiet = true\nonly = ["held"]\n')
    assert settings.of("sop") == {
        "quiet": Set(True, "ledgerium.toml:1"),
        "only": Set(["held"], "ledgerium.toml:2"),
    }
    assert settings.of("lint") == {"quiet": Set(True, "ledgerium.toml:1")}


def test_a_table_of_one_command_is_above_that_and_the_environment_above_the_file():
    text = "quiet = true\n[build]\nquiet = false\n"
    assert in_force(text).of("build")["quiet"] == (False, "ledgerium.toml:3")
    assert in_force(text, LEDGERIUM_QUIET="yes").of("build")["quiet"] == (True, "LEDGERIUM_QUIET")
    both = in_force(text, LEDGERIUM_QUIET="yes", LEDGERIUM_BUILD_QUIET="off")
    assert both.of("build")["quiet"] == (False, "LEDGERIUM_BUILD_QUIET")
    assert both.of("sop")["quiet"] == (True, "LEDGERIUM_QUIET")


def test_a_variable_that_is_nearly_the_name_of_one_is_told_with_that():
    found = in_force(
        LEDGERIUM_CHEK_FORMAT="md", LEDGERIUM_QUEIT="1", LEDGERIUM_MAP_FORMAT="svg", LEDGERIUM_CHROMIUM="c",
        LEDGERIUM_BUILD_OUTPT="",
    )  # fmt: skip
    assert [*found.misspelt()] == [
        ("LEDGERIUM_CHEK_FORMAT", "LEDGERIUM_CHECK_FORMAT"),
        ("LEDGERIUM_QUEIT", "LEDGERIUM_QUIET"),
    ]


def test_an_empty_variable_sets_nothing_and_others_are_not_looked_at():
    assert in_force(LEDGERIUM_QUIET="", LEDGERIUM_CHROMIUM="/x", LEDGERIUM_FRESH="1").of("build") == {}


def test_a_variable_for_one_command_says_what_a_setting_for_one_command_may():
    settings = in_force(
        LEDGERIUM_CHECK_FORMAT="junit",
        LEDGERIUM_OUTPUT="x",
        LEDGERIUM_BUILD_ONLY="held 'activity=Enter the order'",
        LEDGERIUM_MINE_NOISE="0.2",
        LEDGERIUM_SCORE_MIN="80",
    )
    assert settings.of("check") == {"format": Set("junit", "LEDGERIUM_CHECK_FORMAT")}
    assert settings.of("build")["only"].value == ["held", "activity=Enter the order"]
    assert settings.of("mine")["noise"].value == 0.2
    assert settings.of("score")["min"].value == 80


def test_paths_of_a_file_are_relative_to_it_and_those_of_the_environment_to_the_working_directory():
    found = in_file(
        'workflow = "w.toml"\n[build]\noutput = "/out"\n[init]\noutput = "-"\n', "../ledgerium.toml"
    )
    settings = settings_of(COMMANDS, found, {"LEDGERIUM_SOP_WORKFLOW": "w.toml"})
    assert settings.of("build")["workflow"] == (str(Path("../w.toml")), f"{Path('../ledgerium.toml')}:1")
    assert settings.of("build")["output"].value == str(Path("/out"))
    assert settings.of("init")["output"].value == "-"
    assert settings.of("sop")["workflow"] == ("w.toml", "LEDGERIUM_SOP_WORKFLOW")


# ------------------------------------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("quit = true", "ledgerium.toml:1: quit: there is no such setting; perhaps it is 'quiet'."),
        ("[build]\n\noutptu = 'x'",
         "ledgerium.toml:3: build.outptu: there is no such setting; perhaps it is 'output'."),
        ("zzz = 1", "ledgerium.toml:1: zzz: there is no such setting; `ledgerium schema settings` tells them all."),
        ("[bulid]\nquiet = true",
         "ledgerium.toml:1: [bulid]: there is no command of that name with settings; perhaps it is 'build'."),
        ("[build]\nfresh = true", "ledgerium.toml:2: build.fresh: is for one run only; give it on the command line."),
        ("noise = 0.1",
         "ledgerium.toml:1: noise: is not the same for every command; write it under [export], [mine]."),
        ("quiet = 'yes'", "ledgerium.toml:1: quiet: write true or false."),
        ("only = 'held'", 'ledgerium.toml:1: only: write a list of texts, ["…"].'),
        ("[mine]\nnoise = 2", "ledgerium.toml:2: mine.noise: write a number from 0 to 1."),
        ("[recorder]\nbrowser = []",
         "ledgerium.toml:1: [recorder]: there is no command of that name with settings; "
         "`ledgerium schema settings` tells them all."),
        ("[[build]]\nquiet = true",
         "ledgerium.toml: build: is a command; write its settings under [build]."),
        ("[score]\nmin = 80.5", "ledgerium.toml:2: score.min: write a whole number from 0 to 100."),
        ("[map]\nformat = 'pdf'", "ledgerium.toml:2: map.format: write one of dot, svg."),
        ("engine = ''",
         "ledgerium.toml:1: engine: write a text that is not empty, without control characters."),
        ("engine =", "ledgerium.toml: not TOML: Invalid value (at end of document). Mend that line."),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_line_and_what_to_write(text, fault):
    assert faults(text) == [fault]


VALUES = [
    ('only = ["held", "since=yesterday"]', "only: since=yesterday: give a day such as 2026-03-01"),
    ('only = ["colour=red"]', "only: colour=red: give one of actor=…"),
    ('only = ["variant=first"]', "only: variant=first: give the number of the variant"),
    ('only = ["path=Enter the order"]', "only: path=Enter the order: give two steps that follow each other, path="),
    ('only = ["held=yes", "longer=2"]', "only: held=yes: write held; longer=2: give a length of time such as 90s"),
    ('only = ["longer=2"]', "only: longer=2: give a length of time such as 90s"),
    ('except = ["since=2026-03-01"]', "except: since=2026-03-01: write --only until=2026-02-28 instead"),
    ('engine = "hadoop"', "engine: there is no engine 'hadoop'; there are spark and dask"),
    ('[check]\nonly = ["nope=1"]', "check.only: nope=1: give one of actor=…"),
    ('[check]\noutput = "out/"', "check.output: write the name of a file: with a slash at its end"),
    ('[build]\noutput = "-"', "build.output: write the name of a file or a folder: - means standard output"),
    ('[import]\noutput = "-"', "import.output: write the name of a file or a folder: - means standard output"),
    ('[opportunities]\nassume = ["nope=1"]', "opportunities.assume: nope=1: "),
    ('[opportunities]\nassume = ["batch=0.5..0.1"]', "opportunities.assume: batch=0.5..0.1: what 'batch' saves"),
    ('[opportunities]\nassume = ["cases-per-week=x"]', "opportunities.assume: cases-per-week=x: neither a share nor"),
    ('[import]\ntime-zone = "Nowhere/X"', "import.time-zone: there is no time zone 'Nowhere/X'"),
    ('[import]\ncolumn = ["foo"]', "import.column: foo: write ROLE=NAME, the role one of case, "),
    ('[import]\ncolumn = ["case=a", "case=b"]', "import.column: case is there twice: 'a' and 'b'"),
    ('[import]\ndate-format = "%d.%Q"', "import.date-format: %d.%Q: Unrecognized format"),
    ('[import]\ndate-format = "%Y %z %Z"', "import.date-format: %Y %z %Z: it has %z and %Z."),
    ('[import]\nencoding = "martian"', "import.encoding: there is no encoding 'martian'"),
    ('[init]\ntemplate = "purchase"', "init.template: there is no template 'purchase'; write one of sales-order"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "fault"), VALUES, ids=[text for text, _ in VALUES])
def test_a_value_that_a_command_would_refuse_is_a_fault_of_the_file_for_every_command(text, fault):
    [told] = faults(text)
    assert told.startswith(f"ledgerium.toml:{len(text.splitlines())}: {fault}")
    assert told.endswith(".")


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        ("LEDGERIUM_ONLY", "held since=yesterday", "since=yesterday: give a day"),
        ("LEDGERIUM_BUILD_ENGINE", "hadoop", "there is no engine"),
    ],
)
def test_such_a_value_of_a_variable_is_a_fault_of_it(name, text, fault):
    [told] = faults("", **{name: text})
    assert told.startswith(f"{name}: {fault}")


ANY_TEXT = {"actor", "case-type", "keep", "nobody", "step"}
"""Whether such a text means something only the files tell that are read."""


def test_every_setting_that_takes_a_text_is_checked_or_takes_any():
    texts = {
        one.key
        for options in COMMANDS.values()
        for one in options
        if one.kind in ("text", "texts") and not one.choices
    }
    assert texts == {*CHECKS, *ANY_TEXT}


def test_all_faults_of_a_file_are_told_at_once():
    assert len(faults("quit = 1\nstrict = 1\n[check]\nformat = 'x'\n")) == 3


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        ("LEDGERIUM_QUIET", "maybe", "write one of 1, true, yes, on, 0, false, no, off"),
        ("LEDGERIUM_BUILD_ONLY", "'held", "close its quotes, which keep words together as in a shell"),
    ],
)
def test_a_fault_of_a_variable_is_told_with_its_name(name, text, fault):
    assert faults("", **{name: text}) == [f"{name}: {fault}."]


def test_a_line_is_named_only_where_one_line_alone_can_be_meant():
    assert line_of('a = """\nquiet = 1\n"""\nquiet = true\n', (), "quiet") is None
    assert (
        line_of("[tool.ledgerium.build]\n# x\n'quiet' = true\n", ("tool", "ledgerium", "build"), "quiet") == 3
    )


@given(st.sampled_from([*COMMANDS, ""]).flatmap(
    lambda name: st.tuples(
        st.just(name),
        st.sampled_from([one.key for one in COMMANDS.get(name, shared_options(COMMANDS))]),
        st.sampled_from([True, 0, 0.5, 7, "", "svg", "json", "a\x07", "Straße\u00a05", ["held"], [1], ["a\n"], []]),
    )
))  # fmt: skip
def test_the_schema_allows_what_is_read_and_nothing_else_but_what_only_a_program_can_tell(asked):
    name, key, value = asked
    document = {name: {key: value}} if name else {key: value}
    allowed = VALIDATOR.is_valid(document)
    written = json.dumps(value)  # of these values, JSON is TOML
    text = f"[{name}]\n{key} = {written}\n" if name else f"{key} = {written}\n"
    try:
        read_values(in_file(text), COMMANDS)
    except SettingsError:
        assert not allowed or key in CHECKS, text
    else:
        assert allowed, text


def test_the_schema_is_one_and_knows_no_other_keys():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    for document in ({"fresh": True}, {"bulid": {}}, {"build": {"fresh": True}}):
        assert not VALIDATOR.is_valid(document)


def test_each_name_of_a_setting_means_one_thing():
    assert {one.key for one in shared_options(COMMANDS)} == set(SHARED)
    assert not set(SHARED) & (ONE_RUN | set(COMMANDS)), (
        "a key above all tables is no table and no one-run option"
    )
    names = [
        variable
        for command, options in COMMANDS.items()
        for option in options
        for variable in variables(option, command, shared=False)
    ] + [name for one in shared_options(COMMANDS) for name in variables(one, "", shared=True)]
    assert len(names) == len(set(names))
    used = {"LEDGERIUM_CHROMIUM", "LEDGERIUM_TEST_DATA", "LEDGERIUM_REWRITE_GOLDEN"}
    assert not used & set(names)


# ------------------------------------------------------------------------------------------- which file


@pytest.fixture
def repository(tmp_path, monkeypatch):
    (tmp_path / ".git").mkdir()
    (tmp_path / "a" / "b").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "a" / "b")
    return tmp_path


def test_the_nearest_file_is_taken_up_to_the_root_of_the_repository(repository):
    assert find_file() is None
    (repository / "ledgerium.toml").write_text("quiet = true\n")
    assert find_file().path == Path("../../ledgerium.toml")
    (repository / "a" / "ledgerium.toml").write_text("")
    assert find_file().path == Path("../ledgerium.toml")


def test_what_stands_above_the_repository_is_not_looked_at(repository, monkeypatch):
    (repository / "ledgerium.toml").write_text("")
    (repository / "a" / ".git").write_text("gitdir: elsewhere\n")
    assert find_file() is None


def test_outside_of_a_repository_only_the_working_directory_is_looked_at(repository):
    (repository / ".git").rmdir()
    (repository / "a" / "ledgerium.toml").write_text("")
    assert find_file() is None
    (repository / "a" / "b" / "ledgerium.toml").write_text("")
    assert find_file().path == Path("ledgerium.toml")


def test_in_one_folder_the_file_of_its_own_comes_before_the_project(repository):
    (repository / "pyproject.toml").write_text("[tool.ledgerium.build]\nquiet = true\n")
    found = find_file()
    assert found.path == Path("../../pyproject.toml")
    assert read_values(found, COMMANDS)["build"]["quiet"] == (True, "../../pyproject.toml:2")
    (repository / "ledgerium.toml").write_text("")
    assert find_file().path == Path("../../ledgerium.toml")


def test_a_project_without_our_table_is_passed_over_even_when_it_is_broken(repository):
    (repository / "a" / "pyproject.toml").write_text("not TOML at all")
    (repository / "a" / "b" / "pyproject.toml").write_text('[project]\nname = "ledgerium-docs"\n')
    (repository / "ledgerium.toml").write_text("")
    assert find_file().path == Path("../../ledgerium.toml")


def test_a_working_directory_that_is_gone_has_no_file(repository):
    (repository / "a" / "b").rmdir()
    assert find_file() is None
