"""A script written for other tools: a shell, an editor, pytest."""
