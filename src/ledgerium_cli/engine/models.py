"""Mined models, kept by the variants that they were mined from: an unchanged process is not mined again."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import msgspec

from ledgerium_cli.engine.store import made_root, program
from ledgerium_cli.mining.discover import mine
from ledgerium_cli.mining.model import MinedModel

MOST = 8
"""Models that are kept, the last used ones."""
_decoder = msgspec.json.Decoder(MinedModel)


class Models:
    """A miner that remembers. Never raises for what it keeps: without it everything is mined anew."""

    def __init__(self, root: Path, noise: float | None = None) -> None:
        """`noise` as `mine` takes it."""
        self._root, self._noise = root, noise
        self._folder = root / "models"

    def __call__(self, variants: Mapping[tuple[str, ...], int]) -> MinedModel:
        if len(variants) == 1:
            return mine(variants, self._noise)  # sooner than reading
        from importlib.metadata import version  # mail and archives come with it

        known = msgspec.json.encode(
            [program("mining"), version("pm4py"), self._noise, sorted(variants.items())]
        )
        file = self._folder / f"{hashlib.sha256(known).hexdigest()[:32]}.json"
        with suppress(OSError, msgspec.MsgspecError, RecursionError):
            model = _decoder.decode(file.read_bytes())
            os.utime(file)
            return model
        model = mine(variants, self._noise)
        with suppress(OSError):
            self._keep(file, model)
        return model

    def _keep(self, file: Path, model: MinedModel) -> None:
        made_root(self._root)
        self._folder.mkdir(exist_ok=True)
        aside = file.with_suffix(f".{os.getpid()}")
        aside.write_bytes(msgspec.json.encode(model))
        aside.replace(file)
        used = sorted(self._folder.glob("*.json"), key=lambda one: one.stat().st_mtime)
        for old in used[:-MOST]:
            old.unlink()
