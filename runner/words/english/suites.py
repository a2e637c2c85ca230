"""What is told of a suite that did not come to its end."""

TEXTS = {
    "suites.too-long": "the check did not end within its deadline",
    "suites.does-not-hold": "this does not hold: {title}",
    "suites.ended-early": "the suite process ended with {count} checks not run: {last}",
    "suites.another": "the process that waited has collected another suite: run the tests again",
    "suites.stopped": "everything was stopped",
}
