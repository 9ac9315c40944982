"""Keeps mined models by the variants they were mined from, so that an unchanged process is not mined again."""

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
"""The number of models kept, the most recently used ones."""
_decoder = msgspec.json.Decoder(MinedModel)


class Models:
    """A miner with a cache on disk. The cache never raises: when it cannot be used, the model is mined anew."""

    def __init__(self, root: Path, noise: float | None = None) -> None:
        """`noise` is passed on to `mine`."""
        self._root, self._noise = root, noise
        self._folder = root / "models"

    def __call__(self, variants: Mapping[tuple[str, ...], int]) -> MinedModel:
        if len(variants) == 1:
            return mine(variants, self._noise)  # faster than reading the cache
        from importlib.metadata import version  # slow to import

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
