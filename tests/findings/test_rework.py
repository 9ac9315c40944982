"""Which steps are performed again, in which way."""

from msgspec.structs import replace

from ledgerium_cli.findings.rework import repeats_of
from ledgerium_cli.steps.model import CUT_OFF

from .make import Did, case, find_rework

ONE = case(
    "A", Did("enter", 0, 1), Did("check", 2, 3), Did("enter", 4, 5), Did("enter", 6, 7, actor="Ben"), Did("ship", 8, 9)
)  # fmt: skip
OTHER = case("B", Did("enter", 0, 1), Did("check", 2, 3), Did("enter", 4, 5), Did("check", 6, 7))


def test_at_once_is_a_self_loop_and_later_a_repetition_by_the_same_or_another_actor() -> None:
    found = {(one.activity, one.how, one.by): (one.count, one.cases) for one in find_rework([ONE])}
    assert found == {
        (None, "repetition", "same"): (1, ("A",)),
        (None, "self_loop", "other"): (1, ("A",)),
        ("enter", "repetition", "same"): (1, ("A",)),
        ("enter", "self_loop", "other"): (1, ("A",)),
    }


def test_shares_are_of_the_steps_of_the_activity_and_of_all_cases() -> None:
    found = {(one.activity, one.how): one for one in find_rework([ONE, OTHER, case("C", Did("enter", 0, 1))])}
    entered, in_all = found["enter", "repetition"], found[None, "repetition"]
    assert (entered.count, entered.share_of_steps, entered.share_of_cases) == (2, 2 / 6, 2 / 3)
    assert (in_all.count, in_all.share_of_steps, in_all.share_of_cases) == (3, 3 / 10, 2 / 3)


def test_the_types_of_an_activity_sum_to_its_repeats() -> None:
    found = find_rework([ONE, OTHER])
    for activity in ("enter", "check"):
        performed = [one.variant.count(activity) for one in (ONE, OTHER)]
        repeats = sum(times - 1 for times in performed)
        assert sum(one.count for one in found if one.activity == activity) == repeats


def test_steps_that_were_cut_off_before_they_were_known_are_not_the_same_again() -> None:
    once = case("A", Did("enter", 0, 1), Did("ship", 2, 3), Did("ship", 4, 5))
    first, *others = once.steps
    unknown = [
        replace(one, step=replace(one.step, shape=replace(one.step.shape, activity=CUT_OFF)))
        for one in others
    ]
    twice = replace(once, steps=(first, *unknown), variant=(first.step.activity.id, CUT_OFF.id, CUT_OFF.id))
    assert once.has_rework
    assert not twice.has_rework
    assert [*repeats_of(twice)] == []
