"""Two builds or two sets of recordings compared: in words, as Markdown, as JSON."""
