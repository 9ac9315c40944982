"""What a column says is known by the names that other tools give it, or said by a person; never by chance."""

import unicodedata

import pytest

from ledgerium_cli.errors import ImportRefused

from .make import NEW_YEAR_MS, at, read

ROW = f"A,Check,{at(0)},{at(5)},Ana"


@pytest.mark.parametrize(
    ("tool", "header"),
    [
        ("Disco", "Case ID,Activity,Start Timestamp,Complete Timestamp,Resource"),
        ("Celonis", "_CASE_KEY,ACTIVITY_EN,EVENTTIME,END_TIME,USER_NAME"),
        ("bupaR", "case_id,activity_id,start,complete,resource_id"),
        ("pm4py", "case:concept:name,concept:name,start_timestamp,time:timestamp,org:resource"),
        ("Simod", "case_id,Activity,start_time,end_time,Resource"),
    ],
)
def test_names_of_tools_are_known(tool: str, header: str) -> None:
    [one] = read(f"{header}\n{ROW}\n").instances
    assert (one.case, one.activity, one.actor, one.complete_ms - (one.start_ms or 0)) == (
        "A",
        "Check",
        "Ana",
        5000,
    )


def test_names_of_xes_come_before_names_that_sound_alike() -> None:
    [one] = read(f"case:concept:name,concept:name,Activity,time:timestamp\nA,Check,7,{at(0)}\n").instances
    assert one.activity == "Check"


def test_a_column_called_time_is_the_time_where_no_other_is() -> None:
    [one] = read(f"case,activity,time\nA,Check,{at(5)}\n").instances
    assert one.complete_ms == NEW_YEAR_MS + 5000
    [one] = read(f"case,activity,time,timestamp\nA,Check,08:00,{at(5)}\n").instances
    assert one.complete_ms == NEW_YEAR_MS + 5000


def test_other_names_are_said_by_the_person_and_no_more_than_those() -> None:
    text = f"order,what,timestamp,resource\nA,Check,{at(0)},Ana\n"
    with pytest.raises(ImportRefused, match=r"--column case=NAME --column activity=NAME\..*'order', 'what'"):
        read(text)
    [one] = read(text, columns={"case": "order", "activity": "what"}).instances
    assert (one.case, one.activity, one.actor) == ("A", "Check", "Ana")


def test_a_column_is_found_however_its_accents_are_written() -> None:
    text = "Vorgänger,Tätigkeit,Tag,Uhr,Größe\nA,Prüfen,2026-01-05,08:00:00,groß\n"
    columns = {"case": "Vorgänger", "activity": "Tätigkeit", "time": "Tag + Uhr"}
    for file, asked in (("NFD", "NFC"), ("NFC", "NFD")):
        found = read(
            unicodedata.normalize(file, text), time_zone="UTC", keep=("Größe",),
            columns={role: unicodedata.normalize(asked, name) for role, name in columns.items()},
        )  # fmt: skip
        assert [(one.case, one.activity) for one in found.instances] == [("A", "Prüfen")]
        assert found.facts.kept == ("Größe",)


def test_a_person_says_which_names_are_nobody() -> None:
    text = "case,activity,timestamp,resource\n" + "".join(
        f"A,Check,{at(5 * place)},{who}\n" for place, who in enumerate(["NA", "Unassigned ", "Ana"])
    )
    for nobody, actors in (
        ((), ["", "Unassigned", "Ana"]),
        (("Unassigned",), ["NA", "", "Ana"]),
        (("NA", "Unassigned"), ["", "", "Ana"]),
        (("",), ["NA", "Unassigned", "Ana"]),
    ):
        assert [one.actor for one in read(text, nobody=nobody).instances] == actors
    told = [one.remedy for one in read(text).problems if "'resource'" in one.what]
    assert told == [
        "It counts as empty there; where somebody is called so, `ledgerium import --nobody ''` reads it as a name."
    ]


def test_two_columns_that_could_be_meant_are_not_chosen_between() -> None:
    text = f"case_id,case,activity,timestamp\nA,B,Check,{at(0)}\n"
    with pytest.raises(ImportRefused, match="'case_id' and 'case' could each be the case"):
        read(text)
    assert read(text, columns={"case": "case"}).instances[0].case == "B"


def test_a_time_beside_an_end_is_not_taken_for_a_start() -> None:
    text = f"case,activity,timestamp,end\nA,Check,{at(0)},{at(5)}\n"
    with pytest.raises(ImportRefused, match="--column start=timestamp"):
        read(text)
    assert read(text, columns={"start": "timestamp"}).spans == [("A", "Check", 0, 5)]
    assert read(text, columns={"complete": ""}).spans == [("A", "Check", None, 0)]


STATES = f"case,activity,timestamp,status\nA,Check,{at(0)},start\nA,Check,{at(5)},complete\n"


def test_rows_that_are_starts_and_completions_are_not_taken_for_a_step_each() -> None:
    with pytest.raises(
        ImportRefused, match=r"'status' says which rows are starts.*--column lifecycle=status"
    ):
        read(STATES)
    assert read(STATES, columns={"lifecycle": "status"}).spans == [("A", "Check", 0, 5)]
    assert len(read(STATES, columns={"lifecycle": ""}).instances) == 2


def test_nor_are_they_where_all_completions_stand_behind_many_starts() -> None:
    head, *_ = STATES.splitlines()
    rows = [
        f"{case},Check,{at(minute)},{state}"
        for minute, state in ((0, "start"), (5, "complete"))
        for case in range(3000)
    ]
    with pytest.raises(ImportRefused, match=r"'status' says which rows are starts"):
        read("\n".join([head, *rows, ""]))


@pytest.mark.parametrize("state", ["open", "start"])
def test_a_column_of_other_states_is_no_matter(state: str) -> None:
    assert len(read(STATES.replace("complete", state)).instances) == 2


def test_a_column_that_is_not_there_is_named() -> None:
    with pytest.raises(ImportRefused, match="no column 'order' to be the case"):
        read(f"case,activity,timestamp\nA,Check,{at(0)}\n", columns={"case": "order"})


def test_a_column_can_be_left_unread() -> None:
    text = f"case,activity,timestamp,resource\nA,Check,{at(0)},Ana\n"
    assert read(text, columns={"actor": ""}).instances[0].actor == ""


def test_what_was_read_as_what_goes_along() -> None:
    facts = read(f"case,activity,timestamp\nA,Check,{at(0)}\n").facts
    assert facts.columns == {"case": "case", "activity": "activity", "time": "timestamp"}
    assert (facts.source, facts.kind, facts.rows, facts.left_out) == ("log.csv", "CSV", 1, 0)


def test_a_column_says_which_rows_were_completed() -> None:
    rows = f"A,Check,{at(0)},False\nA,Send,{at(5)},TRUE\nA,File,{at(9)},\n"
    found = read(f"case,activity,timestamp,Completed\n{rows}")
    assert [one.completed for one in found.instances] == [False, True, True]
    told = read(f"case,activity,timestamp,sure\n{rows}A,Sign,{at(9)},no\n", columns={"completed": "sure"})
    assert [one.completed for one in told.instances] == [False, True, True, True]
    assert "1 row says in column 'sure' neither true nor false" in told.problems[0].what


def test_a_column_called_completed_that_holds_something_else_is_not_taken_for_it() -> None:
    found = read(f"case,activity,timestamp,completed\nA,Check,{at(0)},{at(9)}\n")
    assert "completed" not in found.facts.columns
    [told] = found.problems
    assert told.what.startswith("Column 'completed' is not read")
    assert "--column complete=completed" in told.remedy
    assert (
        read(
            f"case,activity,timestamp,completed\nA,Check,{at(0)},{at(9)}\n", columns={"completed": ""}
        ).problems
        == ()
    )
    both = read(f"case,activity,timestamp,completed,aborted\nA,Check,{at(0)},no,yes\n")
    assert [one.what.split(" is")[0] for one in both.problems] == ["Column 'completed'", "Column 'aborted'"]


def test_names_that_differ_in_blanks_at_their_ends_only_are_one_and_that_is_told() -> None:
    rows = f" A ,Check ,{at(0)},Ana\nA,Check,{at(5)},Ana \nA,Send,{at(9)}, \nB,Send,{at(9)},Ben\n"
    found = read(f"case,activity,timestamp,resource\n{rows}")
    assert [(one.case, one.activity, one.actor) for one in found.instances] == [
        ("A", "Check", "Ana"), ("A", "Check", "Ana"), ("A", "Send", ""), ("B", "Send", "Ben"),
    ]  # fmt: skip
    assert [one.what.split(" blanks")[0] for one in found.problems] == [
        "1 name of case has", "1 name of activity has", "1 name of actor has",
    ]  # fmt: skip
    assert "'Check' first" in found.problems[1].what
    assert found.facts.left_out == 0


def test_blanks_that_every_row_has_make_no_two_names_and_are_not_told() -> None:
    found = read(f"case,activity,timestamp\nA  ,Check,{at(0)}\nA  ,Send,{at(5)}\n")
    assert ({one.case for one in found.instances}, found.problems) == ({"A"}, ())


def test_where_every_row_ends_before_it_starts_the_columns_are_perhaps_exchanged() -> None:
    rows = f"A,Check,{at(9)},{at(5)}\nA,Send,{at(20)},{at(10)}\n"
    with pytest.raises(
        ImportRefused, match=r"Perhaps the columns of start and completion are the other way round."
    ):
        read(f"case,activity,start,end\n{rows}")
