"""Which form of a text goes with a number."""


def form(count: int) -> str:
    """Return the last part of the id of the text that goes with so many things."""
    return "one" if count == 1 else "many"
