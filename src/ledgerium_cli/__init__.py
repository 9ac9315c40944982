"""Ledgerium: recordings of real browser work in, true documents out."""

__version__ = "0.1.0"
