"""Sentences that name activities. A document that shows one may substitute the names that people gave to activities."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Protocol

from msgspec import Struct

from ledgerium_cli.quotation import in_quotation_marks

AS_OBSERVED: Mapping[str, str] = MappingProxyType({})


class Titled(Protocol):
    """An activity, observed or declared."""

    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...


class Named(Struct, frozen=True):
    """A placeholder for the name of an activity in a sentence, where it stands in quotation marks."""

    activity: str
    title: str
    """As declared or observed."""

    def called(self, names: Mapping[str, str]) -> str:
        return in_quotation_marks(names.get(self.activity, self.title))


class Sentence(Struct, frozen=True):
    """A sentence as plain text, not Markdown. As a string it uses the declared or observed names."""

    parts: tuple[str | Named, ...]

    def calling(self, names: Mapping[str, str]) -> str:
        """The text with other names, by activity id."""
        return "".join(part if isinstance(part, str) else part.called(names) for part in self.parts)

    def __str__(self) -> str:
        return self.calling(AS_OBSERVED)


def sentence(*parts: str | Named) -> Sentence:
    return Sentence(parts)


def quoted(activity: Titled) -> Named:
    return Named(activity.id, activity.title)
