"""What is told of a mistake that was recognised."""

TEXTS = {
    "hinting.one": "It looks as if this was thought, which is not so: {ideas}\n{hints}",
    "hinting.one.maybe": "This may be behind it, a thought that is not so: {ideas}\n{hints}",
    "hinting.some.maybe": "One of these may be behind it, thoughts that are not so: {ideas}\n{hints}",
    "hinting.some": "It looks as if one of these was thought, which is not so: {ideas}\n{hints}",
    "hinting.or": " or ",
}
