"""A pack of katas; nothing in here is ever run."""
