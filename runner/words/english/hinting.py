"""What is told of a mistake that was recognised."""

TEXTS = {
    "hinting.one": "It looks as if this is the trouble: {ideas}\n{hints}",
    "hinting.some": "It looks as if one of these is the trouble: {ideas}\n{hints}",
    "hinting.or": " or ",
}
