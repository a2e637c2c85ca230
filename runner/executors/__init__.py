"""Where jobs become reports."""
