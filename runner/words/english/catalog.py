"""What is told of a kata that is not there."""

TEXTS = {
    "catalog.several": "'{name}' is the beginning of {count} katas: {names}.",
    "catalog.several.fix": "Write more of the name.",
    "catalog.did-you-mean": "Did you mean '{name}'?",
    "catalog.see-names": "See the names with: kata list",
    "catalog.unknown": "There is no kata called '{name}'.",
}
