"""Draw the icons: a ledger page with a record dot. `python icons/draw.py`; needs nothing but Python."""

import struct
import zlib
from pathlib import Path

PAPER, INK, DOT, CLEAR = (250, 250, 247, 255), (62, 104, 130, 255), (198, 40, 40, 255), (0, 0, 0, 0)
FINE = 4  # samples a pixel and direction


def colour(x: float, y: float) -> tuple[int, int, int, int]:
    """The colour at a point of the unit square."""
    if (x - 0.70) ** 2 + (y - 0.70) ** 2 < 0.23**2:
        return DOT
    if (x - 0.70) ** 2 + (y - 0.70) ** 2 < 0.28**2:
        return CLEAR
    if not (0.12 < x < 0.82 and 0.06 < y < 0.94):
        return CLEAR
    lines = any(line < y < line + 0.07 and 0.26 < x < 0.68 for line in (0.22, 0.38, 0.54))
    return PAPER if lines else INK


def pixel(column: int, row: int, size: int) -> bytes:
    steps = [(column + (i + 0.5) / FINE, row + (j + 0.5) / FINE) for i in range(FINE) for j in range(FINE)]
    samples = [colour(x / size, y / size) for x, y in steps]
    alpha = sum(sample[3] for sample in samples)
    if not alpha:
        return bytes(4)
    blend = [sum(sample[band] * sample[3] for sample in samples) // alpha for band in range(3)]
    return bytes([*blend, alpha // len(samples)])


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(size: int) -> bytes:
    rows = b"".join(b"\0" + b"".join(pixel(x, y, size) for x in range(size)) for y in range(size))
    head = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)
    data = zlib.compress(rows, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


if __name__ == "__main__":
    for size in (16, 32, 48, 128):
        (Path(__file__).parent / f"{size}.png").write_bytes(png(size))
