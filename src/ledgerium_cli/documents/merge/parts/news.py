"""What changed between the last build and this one, for comparing sentences."""

from __future__ import annotations

from msgspec import Struct

from ledgerium_cli.documents.merge.parts.renames import Renames
from ledgerium_cli.documents.merge.text.counted import reads_alike, told_in


class News(Struct, frozen=True):
    names: Renames
    """Steps whose names changed."""
    says_the_same: bool
    """Whether no observation or declaration changed: then sentences with the same names and numbers differ only in
    Ledgerium's wording."""

    def is_none(self, base: str, new: str) -> bool:
        """Whether two generated sentences, of the last build and this one, differ only in names, counts, times or
        wording."""
        return self.is_none_between(*self.names.generated(base, new))

    def is_none_between(self, base: str, new: str, *, declared: bool = False) -> bool:
        """The same for sentences in which names were replaced by placeholders. `declared`: the paragraph is
        declared."""
        return reads_alike(base, new, declared=declared) or self.is_worded_only(base, new)

    def is_worded_only(self, base: str, new: str) -> bool:
        return self.says_the_same and told_in(base) == told_in(new)
