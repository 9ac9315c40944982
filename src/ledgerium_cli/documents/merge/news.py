"""What a build says otherwise than the last one, of all for which sentences are compared."""

from __future__ import annotations

from msgspec import Struct

from ledgerium_cli.documents.merge.likeness import reads_alike, told_in
from ledgerium_cli.documents.merge.renames import Renames


class News(Struct, frozen=True):
    names: Renames
    """The steps that are called otherwise."""
    says_the_same: bool
    """Nothing that was observed or declared is another: sentences that name and count the same are only worded
    otherwise, by Ledgerium itself."""

    def is_none(self, base: str, new: str) -> bool:
        """Of a sentence of the last build and of this one: but for names, counts, times and wording."""
        return self.is_none_between(*self.names.generated(base, new))

    def is_none_between(self, base: str, new: str, *, declared: bool = False) -> bool:
        """The same of sentences with stand-ins for names. `declared`: so is the paragraph that they are of."""
        return reads_alike(base, new, declared=declared) or self.is_worded_only(base, new)

    def is_worded_only(self, base: str, new: str) -> bool:
        return self.says_the_same and told_in(base) == told_in(new)
