"""The people of this example: what they do, and how slowly."""
