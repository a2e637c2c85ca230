"""What `kata COMMAND --help` says; a paragraph that begins with a backspace keeps its lines as they are."""

TEXTS = {
    "help.init": (
        "\n        Make a workspace, and choose a language.\n\n        \x08\n          kata init                   "
        "   makes my-katas/ here\n          kata init work --track node    in another folder, in another "
        "language\n    "
    ),
    "help.next": (
        "\n        Open the next kata, or the one you name.\n\n        \x08\n          kata next                 "
        "the first one that is not passed and whose prerequisites are\n          kata next todo-api        "
        "any one, at any time\n    "
    ),
    "help.skip": "Leave this kata for later and go on.",
    "help.reset": "Start a kata anew; your files are kept in the trash.",
    "help.track": (
        "\n        Choose or change the language.\n\n        Without a name: list the languages. Work that you "
        "did in another language stays where it is.\n    "
    ),
    "help.show": "Show the task again.",
    "help.list": "List all katas and where you are.",
    "help.hint": (
        "\n        Show the next hint.\n\n        One more each time, gentle first. What you have seen is "
        "remembered.\n    "
    ),
    "help.progress": "Show attempts, time and streak.",
    "help.solution": (
        "\n        Compare with our solution.\n\n        After a pass: the reference solution and how it "
        "differs from yours. Before: asks first, and\n        remembers that you looked.\n    "
    ),
    "help.test": (
        "\n        Start your program and test it.\n\n        \x08\n          kata test                 the "
        "current kata\n          kata test -v              with every failing check whole\n          kata test "
        '--seed 42       exactly the run that said "seed 42"\n          kata test --keep          keep the '
        "server of the first failure, to look into\n    "
    ),
    "help.run": (
        "\n        Start your program and leave it up to play with.\n\n        It gets the same environment as "
        "in a test; KATA_DATA is kept in .kata/data/ between runs. Ctrl-C ends it.\n    "
    ),
    "help.trace": (
        "\n        See the flow of one check: client, server, database and back, with times.\n\n        Runs "
        "the check (default: the first that failed in the last run) and draws what went over the wire, what "
        "your\n        program printed and which rows or files it changed meanwhile. It decides nothing and "
        "is not part of your history.\n\n        \x08\n          kata trace\n          kata trace stores-a-note "
        "-v\n    "
    ),
    "help.replay": (
        "\n        Send the failing request of the last run again and see the answer beside what was "
        "expected.\n\n        Your program is started on empty data, and what the check did before is done "
        "first. A check that you name and\n        that passed is sent whole.\n\n        \x08\n          kata "
        "replay\n          kata replay stores-a-note --to 8000\n          kata replay --export pytest -o "
        "test_mine.py\n    "
    ),
    "help.watch": (
        "\n        Test your program at every save.\n\n        \x08\n          kata watch                the "
        "current kata\n          kata watch todo-api       another one\n\n        Without a terminal it tests "
        "once, as `kata test` does.\n    "
    ),
    "help.doctor.grade": "How well submissions are kept apart here, layer by layer.",
    "help.doctor": (
        "\n        Look at this machine: versions, tools, leftovers.\n\n        What it prints holds no names, "
        "tokens or paths of yours beyond the workspace: paste it into a question.\n    "
    ),
    "help.completion": (
        "\n        Print the completion script for your shell.\n\n        \x08\n          bash   kata completion "
        "bash >> ~/.bashrc\n          zsh    kata completion zsh >> ~/.zshrc\n          fish   kata completion "
        "fish > ~/.config/fish/completions/kata.fish\n    "
    ),
    "help.option.solution-yes": "Do not ask, even when the kata is not passed yet.",
    "help.option.json": "Print JSON instead of text.",
    "help.option.kata": "Of this kata; default: the current.",
    "help.option.replay-to": "Send to a server that is up (kata run, kata test --keep) on this machine.",
    "help.option.replay-export": "Write the requests down instead of sending them.",
    "help.option.replay-output": "The file to export to, a new one.",
    "help.option.replay-verbose": "Also show headers, and everything that was sent.",
    "help.option.test-verbose": "Show every failing check whole.",
    "help.option.test-only": "Run this check alone (and those it needs); repeatable.",
    "help.option.test-seed": "Replay a run: the same random data in the same order.",
    "help.option.test-all": "Test every kata that you have opened.",
    "help.option.test-html": "Also write the run as one HTML file.",
    "help.option.test-keep": "Stop at the first failure and keep its server up, until Enter.",
    "help.option.test-keep-seconds": "The same, for so many seconds.",
    "help.option.run-env": "A variable with another value than the tests give it.",
    "help.option.run-port": "The port to listen on; default: a free one.",
    "help.option.trace-verbose": "Fold nothing: every step, every client, every changed row.",
    "help.option.trace-seed": "The random data of that run; default: the last run's.",
    "help.option.watch-manual": "Test when you press r, not when you save.",
    "help.option.init-track": "The language, such as flask, node or go; kata track lists them all.",
    "help.option.reset-yes": "Do not ask.",
}
