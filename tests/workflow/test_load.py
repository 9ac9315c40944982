"""What a workflow file may not say, and how it is told."""

import pytest

from ledgerium_cli.errors import WorkflowFileError
from ledgerium_cli.workflow.load import parse_workflow, template_names, template_text

ACTIVITY = "[[activities]]\nid = 'a'\ntitle = 'A'\n"
HEAD = "format = 1\nname = 'Orders'\n[case]\npattern = 'SO-\\d+'\n"


@pytest.mark.parametrize("name", template_names())
def test_every_template_is_valid(name):
    assert parse_workflow(template_text(name), name).activities


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("name =", "not TOML: Invalid value"),
        (f"x = {'[' * 5000}", "too deeply nested"),
        ("format = 2\nname = 'a'\n[case]\npattern = 'a'", "format: Input should be less than or equal to 1"),
        (f"{HEAD}colour = 'red'", "case.colour: there is no such entry. There are name, pattern, told_by, "),
        (f"{HEAD}[settings]\nidle_afer_s = 60", ".idle_afer_s: there is no such entry. Perhaps it is 'idle_after_s'."),
        (f"{HEAD}{ACTIVITY}outcomes = [{{nme = 'x'}}]", "nme: there is no such entry. Perhaps it is 'name'."),
        (f"{HEAD}[calendar]\nzone = 'UTC'\nhours = ['Mon-Fri 9-17']", "hours.0: is not written as it must be. "),
        ("format = 1\nname = 'a'", "case: is missing. docs/workflow-file.md"),
        (f"{HEAD}[assumptions]\ncases_per_week = nan", "nan is no number that can be reckoned with"),
        (f"{HEAD}[[targets]]\nmetric = 'hold_rate'\nshare = 1e999", "1e999 is no number that can be reckoned with"),
        (HEAD.replace("SO-", "("), "is not a regular expression"),
        (HEAD.replace("SO-\\d+", "(SO-\\d+)?"), "is found in every text, even an empty one"),
        (f"{HEAD}[[holds]]\nkind = 'credit'\nactivity = 'b'\nbegins = [{{message = 'x'}}]", "'b', which is not"),
        (f"{HEAD}{ACTIVITY}belongs = [{{}}]", "a sign without any condition"),
        (f"{HEAD}{ACTIVITY}belongs = [{{system = 'erp'}}]", "the system 'erp' is not declared"),
        (f"{HEAD}{ACTIVITY}{ACTIVITY}", "declared twice"),
        (f"{HEAD}[[targets]]\nmetric = 'cycle'\nshare = 0.1", "the target for 'cycle' needs minutes"),
        (f"{HEAD}[[targets]]\nmetric = 'hold_rate'\nminutes = 3", "the target for 'hold_rate' needs share"),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_the_file_and_a_remedy(text, fault):
    with pytest.raises(WorkflowFileError) as raised:
        parse_workflow(text, "mine.toml")
    assert str(raised.value).startswith("mine.toml: ")
    assert fault in str(raised.value)


def test_every_fault_is_told_at_once():
    with pytest.raises(WorkflowFileError) as raised:
        parse_workflow(
            f"{HEAD}[[targets]]\nmetric = 'nothing'\nminutes = 1\n[[targets]]\nmetric = 'cycle'", "w"
        )
    assert len(str(raised.value).splitlines()) == 2
