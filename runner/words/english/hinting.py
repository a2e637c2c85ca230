"""What is told of a mistake that was recognised."""

TEXTS = {
    "hinting.one": "It looks as if this was thought, which is not so: {ideas}\n{hints}",
    "hinting.some": "It looks as if one of these was thought, which is not so: {ideas}\n{hints}",
    "hinting.or": " or ",
}
