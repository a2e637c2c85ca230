"""Talk to a server under test: the language of checks, the bounded client, and what is matched."""
