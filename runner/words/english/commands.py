"""The page of `kata --help`: what each command does in one line."""

TEXTS = {
    "commands.init": "Make a workspace, and choose a language.",
    "commands.next": "Open the next kata, or the one you name.",
    "commands.test": "Start your program and test it.",
    "commands.watch": "Test your program at every save.",
    "commands.hint": "Show the next hint.",
    "commands.run": "Start your program and leave it up to play with.",
    "commands.replay": "Send the failing request again, or take it with you.",
    "commands.trace": "See one check flow: client, server, database and back.",
    "commands.show": "Show the task again.",
    "commands.list": "List all katas and where you are.",
    "commands.progress": "Show attempts, time and streak.",
    "commands.skip": "Leave this kata for later and go on.",
    "commands.solution": "Compare with our solution.",
    "commands.reset": "Start a kata anew; your files are kept in the trash.",
    "commands.track": "Choose or change the language.",
    "commands.new": "Make a kata that holds, to be changed into yours.",
    "commands.check": "Read katas for mistakes, without starting anything.",
    "commands.preview": "See what learners will see when a check fails.",
    "commands.verify": "Prove katas: stub, solutions and wrong solutions.",
    "commands.schema": "Print the JSON Schema of a file, for your editor.",
    "commands.packs": "List the packs of katas that are here.",
    "commands.report": "Turn a stored report into any other format.",
    "commands.doctor": "Look at this machine: versions, tools, leftovers.",
    "commands.completion": "Print the completion script for your shell.",
    "commands.learn": "Learn",
    "commands.grade": "Grade what was handed in: one kata, or a whole class.",
    "commands.grading": "Grade",
    "commands.teach": "Teach",
    "commands.help": "Help",
    "commands.options": "Options",
    "commands.option.version": "Show the version and exit.",
    "commands.option.ascii": "Use plain ASCII characters.",
    "commands.option.no-color": "Use no colours (as NO_COLOR does).",
    "commands.option.help": "Show this message and exit.",
    "commands.beginning": (
        "Usage: kata [OPTIONS] COMMAND [ARGS]...\n\n  Learn backend development by doing: small unfinished "
        "servers, tested from\n  outside.\n\n    kata next              open the next kata\n    kata test        "
        "      start your program and see what happens\n\n    kata COMMAND --help    what a command does, with "
        "examples\n"
    ),
}
