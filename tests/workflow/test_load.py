"""What a workflow file may not say, and how it is told."""

import re

import pytest

from ledgerium_cli.errors import WorkflowFileError
from ledgerium_cli.workflow.accepted import parse_accepted
from ledgerium_cli.workflow.load import load_workflow, parse_workflow, template_names, template_text

ACTIVITY = "[[activities]]\nid = 'a'\ntitle = 'A'\n"
HOLD = "[[holds]]\nkind = 'k'\nactivity = 'a'\n"
METRIC = "[[metrics]]\nid = 'm'\ntitle = 'M'\n"
HEAD = "format = 1\nname = 'Orders'\n[case]\npattern = 'SO-\\d+'\n"


@pytest.mark.parametrize("name", template_names())
def test_every_template_is_valid(name):
    assert parse_workflow(template_text(name), name).activities


def test_a_list_whose_entry_is_wrong_is_not_called_empty_as_well():
    with pytest.raises(WorkflowFileError) as raised:
        parse_workflow(f"{HEAD}[calendar]\nzone = 'UTC'\nhours = ['Mo-Fr 09:00-17:00']", "mine.toml")
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("name =", "not TOML: Invalid value"),
        (f"x = {'[' * 5000}", "too deeply nested"),
        ("format = 2\nname = 'a'\n[case]\npattern = 'a'", "format: this version of Ledgerium reads format 1"),
        (f"{HEAD}colour = 'red'", "case.colour: there is no such entry. There are name, plural, pattern, told_by, "),
        (f"{HEAD}[settings]\nidle_afer_s = 60", ".idle_afer_s: there is no such entry. Perhaps it is 'idle_after_s'."),
        (f"{HEAD}{ACTIVITY}outcomes = [{{nme = 'x'}}]", "nme: there is no such entry. Perhaps it is 'name'."),
        (f"{HEAD}[calendar]\nzone = 'UTC'\nhours = ['Mon-Fri 9-17']", "Hours are written like 'Mon-Fri 09:00-17:30'."),
        (f"{HEAD}[calendar]\nzone = 'UTC'\nhours = []", "calendar.hours: is empty. Give at least one."),
        (f"{HEAD}{ACTIVITY}at_most = 0", ".at_most: must be 1 or more."),
        (f"{HEAD}{HOLD}".replace("'k'", "'Deckung'"), "holds.0.kind: is not written as it must be. It is written in "
         "small letters from a to z and digits, with single hyphens between words: 'credit-check'."),
        (f"{HEAD}{METRIC}".replace("'m'", "'credit-wait'"), "small letters from a to z, digits and underscores, a "
         "letter first: 'credit_wait'."),
        ("format = 1\n[case]\npattern = 'a'", "name: is missing. docs/workflow-file.md"),
        (f"{HEAD}[assumptions]\ncases_per_week = nan", "nan is no number that can be reckoned with"),
        (f"{HEAD}[[targets]]\nmetric = 'hold_rate'\nshare = 1e999", "1e999 is no number that can be reckoned with"),
        (HEAD.replace("SO-", "("), "is not a regular expression"),
        (HEAD.replace("SO-\\d+", "(SO-\\d+)?"), "is found in every text, even an empty one"),
        (f"{HEAD}[[holds]]\nkind = 'credit'\nactivity = 'b'\nbegins = [{{message = 'x'}}]", "'b', which is not"),
        (f"{HEAD}{ACTIVITY}belongs = [{{}}]", "a sign without any condition"),
        (f"{HEAD}{ACTIVITY}belongs = [{{system = 'erp'}}]", "the system 'erp' is not declared"),
        (f"{HEAD}{ACTIVITY}{ACTIVITY}", "declared twice"),
        (f"ends_with = ['a', 'b']\n{HEAD}{ACTIVITY}", "ends_with names the activity 'b', which is not"),
        (f"ends_with = ['a', 'a']\n{HEAD}{ACTIVITY}", "names the same end twice"),
        (f"ends_with = ['a: No']\n{HEAD}{ACTIVITY}", "names the outcome 'No', which 'a' does not declare"),
        (f"ends_with = ['a', 'A b']\n{HEAD}{ACTIVITY}", "ends_with.1: is not written as it must be. It is the id"),
        (f"ends_with = 'A b'\n{HEAD}{ACTIVITY}", "ends_with: is not written as it must be. It is the id"),
        (f"{HEAD}ends_with = 'a'\n{ACTIVITY}", "case.ends_with: is a list, which stands in square brackets. The "
         "activity that ends a case is `ends_with` above all sections, not in `case`."),
        (f"{HEAD}{ACTIVITY}belongs = 'a'", "belongs: is a list, which stands in square brackets."),
        (f"ends_with = 3\n{HEAD}{ACTIVITY}", "ends_with: Input should be a valid string"),
        (f"{HEAD}[[targets]]\nmetric = 'cycle'\nshare = 0.1", "the target for 'cycle' needs minutes"),
        (f"{HEAD}[[targets]]\nmetric = 'hold_rate'\nminutes = 3", "the target for 'hold_rate' needs share"),
        (f"{HEAD}[[thresholds]]\nmetric = 'hold_rat'\nshare = 0.3", "a threshold names the metric 'hold_rat', which is "
         "not declared. Declare it or use one of cycle, hold_rate, first_time_right, conformance_rate, "
         "conforming_steps; perhaps it is 'hold_rate'."),
        (f"{HEAD}[[roles]]\nname = 'Clerk'\nactors = ['  ']", "role 'Clerk': the name of an actor is blank."),
        (f"{HEAD}[calendar]\nzone = 'UTC'\nhours = ['Mon-Fri 09:00-17:00']\n[[calendar.others]]\n"
         "actors = ['Ana', ' ']\nhours = ['Mon 09:00-10:00']",
         "calendar: the name of an actor is blank. Write the name or take it out."),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_the_file_and_a_remedy(text, fault):
    with pytest.raises(WorkflowFileError) as raised:
        parse_workflow(text, "mine.toml")
    assert str(raised.value).startswith("mine.toml:")
    assert fault in str(raised.value)


def test_of_a_metric_that_is_not_known_it_is_not_said_what_it_needs():
    with pytest.raises(WorkflowFileError) as raised:
        parse_workflow(f"{HEAD}[[thresholds]]\nmetric = 'hold_rat'\nshare = 0.3", "mine.toml")
    assert len(str(raised.value).splitlines()) == 1


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("ends_with = 'b'\n", 1),
        (f"{HEAD}[[never]]\nwhy = 'w'\nactivity = 'b'\ncondition = 'hold_open'", 7),
        (f"{HEAD}[[never]] # first\n\n# second\nactivity = 'a'\nwhy = 'w'\ncondition = 'hold_opn'", 10),
        (f"{HEAD}[[targets]]\nminutes = 3\nmetric = 'b'", 7),
        (f"{HEAD}[[targets]]\nmetric = 'cycle'\n[[targets]]\nmetric = 'hold_rate'\nshare = 0.1", 6),
        (f"{HEAD}{METRIC}since = {{ activity = 'a', point = 'start' }}\n"
         "until = { activity = 'b', point = 'start' }", 9),
        (f"{HEAD}{HOLD}begins = [\n  {{ message = 'x' }},\n  {{ message = '(' }},\n]", 10),
        (f"{HEAD}{HOLD}begins = [{{ message = 'x' }},\n  {{ message = '(' }}]", 9),
        (f"{HEAD}{HOLD}begins = [{{ message = '(' }},\n  {{ message = 'x' }}]", 8),
        (f"{HEAD}[calendar]\nzone = 'UTC'\nhours = ['Mon-Fri 09:00-17:00']\ndays_off = [\n'2026-02-30',\n]", 9),
        (f"{HEAD}[settings]\nidle_afer_s = 60", 6),
        (f"{HEAD}[[roles]]\nactors = ['Ana']", 5),
        (f"{HEAD}[[roles]]\nname = 'Clerk'\nactors = [\n'Ana',\n' ',\n]", 9),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_line(text, line):
    """Whatever is wrong with what stands there: the form of it, or what it means."""
    whole = f"{text}{HEAD}" if text.endswith("\n") else text
    with pytest.raises(WorkflowFileError, match=rf"^mine\.toml:{line}: "):
        parse_workflow(f"{whole}\n{ACTIVITY}", "mine.toml")


def test_a_fault_in_a_very_long_list_is_told_where_that_begins():
    days = "".join(f"'2026-01-{1 + at % 28:02}',\n" for at in range(5000))
    calendar = (
        f"[calendar]\nzone = 'UTC'\nhours = ['Mon-Fri 09:00-17:00']\ndays_off = [\n{days}'2026-02-30',\n]\n"
    )
    with pytest.raises(WorkflowFileError, match=r"^mine\.toml:8: calendar: "):
        parse_workflow(f"{HEAD}{calendar}{ACTIVITY}", "mine.toml")


def test_an_activity_that_no_rule_knows_is_told_with_the_name_that_is_near():
    rule = "[[never]]\nactivity = 'enter-ordr'\nwhy = 'w'\ncondition = 'hold_open'\n"
    declared = ACTIVITY.replace("'a'", "'enter-order'")
    with pytest.raises(WorkflowFileError) as raised:
        parse_workflow(f"{HEAD}{declared}{rule}", "mine.toml")
    assert str(raised.value) == (
        "mine.toml:9: never names the activity 'enter-ordr', which is not declared. Declare it or correct the name; "
        "perhaps it is 'enter-order'."
    )


def test_what_is_declared_twice_is_told_where_it_is_declared_again():
    with pytest.raises(WorkflowFileError, match=r"^mine\.toml:10: activity 'a' is declared twice"):
        parse_workflow(f"{HEAD}{ACTIVITY}\n{ACTIVITY}", "mine.toml")


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        (
            "activity = 'b'",
            "accepted.toml:4: accepts 'missing step' of 'b', which the workflow file does not declare",
        ),
        ("activity = 3", "accepted.toml:4: activity is a text of 1 to 1000 characters."),
        (
            "case = 'SO-1'",
            "accepted.toml:2: has no 'activity'. An acceptance holds kind, activity, who, why and until",
        ),
        (
            "activity = 'a'\nuntill = 1",
            "accepted.toml:2: has 'untill', which cannot stand there. An acceptance holds",
        ),
    ],
)
def test_an_acceptance_of_what_cannot_be_is_told_with_its_line(entry, told):
    text = f"format = 1\n[[accepted]]\nkind = 'missing step'\n{entry}\nwho = 'w'\nwhy = 'w'\nuntil = 2026-12-01\n"
    with pytest.raises(WorkflowFileError, match=f"^{re.escape(told)}"):
        parse_accepted(text, "accepted.toml", parse_workflow(f"{HEAD}{ACTIVITY}", "w"))


def test_an_acceptance_may_name_an_activity_by_its_title():
    workflow = parse_workflow(f"{HEAD}[[activities]]\nid = 'a'\ntitle = 'Ask Ana'\n", "w")
    text = (
        "format = 1\n[[accepted]]\nkind = '{}'\nactivity = '{}'\nwho = 'w'\nwhy = 'w'\nuntil = 2026-12-01\n"
    )
    for kind, activity, own_id in (
        ("missing step", "Ask Ana", "a"),
        ("extra step", "Phone Ben", "phone-ben"),
        ("extra step", "phone-ben", "phone-ben"),
        ("extra step", "Elsewhere", "Elsewhere"),
    ):
        [one] = parse_accepted(text.format(kind, activity), "w", workflow, {"phone-ben": "Phone Ben"})
        assert one.activity == own_id


def test_a_file_of_a_later_format_says_so():
    with pytest.raises(WorkflowFileError, match="format: this version of Ledgerium reads format 1"):
        parse_workflow(HEAD.replace("format = 1", "format = 2"), "w")


def test_every_fault_is_told_at_once():
    with pytest.raises(WorkflowFileError) as raised:
        parse_workflow(
            f"{HEAD}[[targets]]\nmetric = 'nothing'\nminutes = 1\n[[targets]]\nmetric = 'cycle'", "w"
        )
    assert len(str(raised.value).splitlines()) == 2


def test_a_file_that_cannot_be_read_is_told_with_what_to_do(tmp_path):
    for place, made, told in (
        ("none.toml", None, "there is no such file. Check the name."),
        ("folder", "folder", "is a folder. Name the file in it."),
        ("latin.toml", b"format = 1 # \xe4", "is no text in UTF-8 (byte 14). Save it in UTF-8."),
    ):
        if made == "folder":
            (tmp_path / place).mkdir()
        elif made is not None:
            (tmp_path / place).write_bytes(made)
        with pytest.raises(WorkflowFileError) as raised:
            load_workflow(tmp_path / place)
        assert str(raised.value) == f"{tmp_path / place}: {told}"
