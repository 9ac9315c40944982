"""The browser extension, as the package carries it."""
