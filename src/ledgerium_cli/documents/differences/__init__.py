"""What differs between two builds or two sets of recordings: in words, as Markdown, as JSON."""
