"""Variants of logs, to be mined."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import strategies as st

Variants = Mapping[tuple[str, ...], int]
LOGS = st.dictionaries(
    st.lists(st.sampled_from("abcde"), min_size=1, max_size=7).map(tuple),
    st.integers(1, 5),
    min_size=1,
    max_size=8,
)
