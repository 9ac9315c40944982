"""Steps whose work became slower or faster since the last version."""

from __future__ import annotations

from array import array
from collections.abc import Container, Iterator
from statistics import fmean

from ledgerium_cli.documents.view.model import View
from ledgerium_cli.documents.words import corrected_for, duration, probability
from ledgerium_cli.findings.noise import SIGNIFICANT, holm
from ledgerium_cli.findings.rank_test import rank_sum
from ledgerium_cli.findings.statistics import FEW, quantile
from ledgerium_cli.output.text import quoted


def slower(view: View, since_ms: int | None, out: Container[str]) -> Iterator[str]:
    """Steps whose work has since become slower or faster by more than noise. Steps of one case are not independent, so
    each case is tested once, with the mean of its times."""
    if since_ms is None:
        return
    ids = [one.activity.id for one in view.analysis.activities if one.activity.id not in out]
    titles = {one: view.called(one) for one in ids}
    works = {one: (array("q"), array("q")) for one in titles}
    by_case = {one: (array("d"), array("d")) for one in titles}
    for case in view.analysis.cases:
        own: dict[tuple[str, bool], list[int]] = {}
        for timed in case.steps:
            work = timed.work
            if work is not None and timed.step.activity.id in titles:
                own.setdefault((timed.step.activity.id, timed.start_ms > since_ms), []).append(work)
        for (activity, since), lengths in own.items():
            works[activity][since].extend(lengths)
            by_case[activity][since].append(fmean(lengths))
    tried = [one for one, sides in by_case.items() if min(map(len, sides)) >= FEW]
    corrected = holm([rank_sum(*by_case[one]) for one in tried])
    for one, p in zip(tried, corrected, strict=True):
        title, (before, after) = titles[one], works[one]
        medians = [round(quantile(sorted(values), 0.5)) for values in (before, after)]
        if p <= SIGNIFICANT and medians[0] != medians[1]:
            yield (
                f"{'Slower' if medians[1] > medians[0] else 'Faster'}: {quoted(title)}, work median "
                f"{duration(medians[0])} before (n = {len(before)}), {duration(medians[1])} since (n = {len(after)}); "
                f"Mann-Whitney, {probability(p)}{corrected_for(len(tried), 'step')}."
            )
