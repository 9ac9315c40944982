"""Compares two sets of cases: what differs, and whether by more than noise."""
