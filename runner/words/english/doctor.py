"""Why a server cannot be reached, and how that is mended."""

TEXTS = {
    "doctor.last-line": "last line it printed: {line}",
    "doctor.printed-nothing": "it printed nothing",
    "doctor.start-command": "start command: {command}",
    "doctor.no-command.what": "There is no start command.",
    "doctor.no-command.fix": "Name one, such as start: [./my_server]",
    "doctor.no-folder.what": "The folder {folder} is not there.",
    "doctor.no-folder.fix": "Open the kata again: kata next",
    "doctor.command-not-found.what": "The command {program} was not found, so your program could not start.",
    "doctor.command-not-found.misspelt": (
        "Check the spelling and the folder in your start command; it is seen from the kata's folder."
    ),
    "doctor.command-not-found.install": (
        "Install {program}, or check its spelling. A program of your own is started with ./{program}"
    ),
    "doctor.command-not-found.near": (
        "Did you mean {near}? Correct it in your start command. A program of your own is started with ./{program}"
    ),
    "doctor.script-lacks.what": "The script {script} starts {program}, and there is no such program on this machine.",
    "doctor.script-lacks.near": "Did you mean {near}? Correct that line.",
    "doctor.script-lacks.fix": "Check its spelling in that line, or install {program}.",
    "doctor.not-executable.what": "The file {program} may not be executed.",
    "doctor.not-executable.fix": "Make it executable: chmod +x {program}",
    "doctor.no-interpreter.what": "The first line of {program} names an interpreter that is not there.",
    "doctor.no-interpreter.fix": "Install it or correct that line, for example: #!/usr/bin/env python3",
    "doctor.no-program.what": "The file {program} is no program that this system can execute.",
    "doctor.no-program.fix": "Begin a script with a line such as #!/usr/bin/env python3",
    "doctor.no-exe.what": (
        "Windows cannot start {program} as it stands there: it starts programs (.exe) and no scripts, by their "
        "name or their whole path."
    ),
    "doctor.no-exe.fix": (
        "Begin the command with the program that runs it, such as python or node, or work in WSL (wsl --install), "
        "where commands are what they are on Linux."
    ),
    "doctor.cannot-enter.what": "Your program's folder cannot be read any more: {reason}.",
    "doctor.cannot-enter.fix": "Give it its rights back (chmod -R u+rwX .), and find out who takes them away.",
    "doctor.not-started.what": "The command {program} could not be started: {error}.",
    "doctor.not-started.fix": "Try it by hand in the kata's folder.",
    "doctor.byte-order-mark.what": (
        "The script {program} begins with an invisible mark (BOM), so the system does not see its #! line."
    ),
    "doctor.byte-order-mark.fix": "Save it as UTF-8 without BOM: sed -i '1s/^\\xEF\\xBB\\xBF//' {program}",
    "doctor.windows-line-ends.what": (
        "The script {program} has Windows line ends (CRLF), which the system takes for a part of each word."
    ),
    "doctor.windows-line-ends.fix": "Save it with Unix line ends (LF): sed -i 's/\\r$//' {program}",
    "doctor.every-address": (
        "Your program listens on every address ({address}): others on your network reach it. 127.0.0.1 is enough."
    ),
    "doctor.only-404.prefix": "In {place} there is the prefix {prefix}.",
    "doctor.only-404.longer-path": "In {place} it is {path}.",
    "doctor.missing-file": "There is no file {name} in {folder}: check its name, or bring it back with kata reset",
    "doctor.missing-module.beside": "There is no file {module} beside it: check its name and the upper and lower case.",
    "doctor.missing-module.npm": "Install it, once, in the folder of your katas: npm install {packages}",
    "doctor.missing-module.near": "Did you mean {near}? That file is in your folder.",
    "doctor.missing-module.meant": "Did you mean {meant}? Correct that line. If {module} is right, install it first.",
    "doctor.missing-module.within": "{top} has no module {module}: check its spelling.",
    "doctor.managed.environment": (
        "The system keeps {python} to itself. Make a virtual environment in the folder of your katas: "
        "{python} -m venv .venv && .venv/bin/python -m pip install {name}"
    ),
    "doctor.managed.environment-and-start": (
        "The system keeps {python} to itself. Make a virtual environment in the folder of your katas: "
        "{python} -m venv .venv && .venv/bin/python -m pip install {name} - and use it: start: [{start}]"
    ),
    "doctor.managed.other-python": (
        "The system keeps {python} to itself, but {other} has {module}. Use that one: start: [{start}]"
    ),
    "doctor.missing-module.install": "Install it into the Python that runs your program: {install}",
    "doctor.missing-module.asleep": (
        "No virtual environment is active, and yours is {environment}: source {environment}/bin/activate"
    ),
    "doctor.missing-module.bare": (
        "No virtual environment is active: if you have one, activate it. Else install it: {install}"
    ),
    "doctor.indentation": "Mend the spaces at the beginning of that line: lines of one block begin in the same column.",
    "doctor.not-utf8": "The file is not UTF-8 text: save it as UTF-8 in your editor.",
    "doctor.syntax": (
        "That line could not be read: look there and one line above for a missing bracket, quote or colon."
    ),
    "doctor.port-is-text": 'PORT is text, and a port is a number: port = int(os.environ["PORT"])',
    "doctor.misspelt-variable": "There is no such variable. The one that is given to your program is called {near}.",
    "doctor.forbidden-port": "Ports below 1024 belong to the system. Listen on the port in PORT: {read_port}",
    "doctor.foreign-address": 'That address is not one of this machine. Listen on the host "127.0.0.1".',
    "doctor.no-keyboard": (
        "A server has nobody at its keyboard: take input() away, and read settings from the environment."
    ),
    "doctor.flooded.what": "Your program printed without end before it listened, and was stopped.",
    "doctor.flooded.fix": "Look for a loop that prints; start the server before it, or take the print away.",
    "doctor.wrong-port.what": "Your program listens on port {port}, but PORT is {wanted}, and requests go there.",
    "doctor.wrong-port.fix": "Read the port from the environment, since it differs in every run: {read_port}",
    "doctor.wrong-address.ipv6": "{address} (IPv6 only)",
    "doctor.wrong-address.what": (
        "Your program listens on the right port, but on the address {address}: requests go to 127.0.0.1."
    ),
    "doctor.wrong-address.fix": 'Listen on the host "127.0.0.1" instead (not "localhost", which can mean "::1").',
    "doctor.port-held.our-port": "End that program, or try again: the next run uses another port.",
    "doctor.port-held.fix": "Listen on the port in PORT (now {port}), which is free: {read_port}",
    "doctor.still-starting.what": (
        "Your program runs, but after {seconds:g} seconds it still does not listen on any port."
    ),
    "doctor.still-starting.fix": (
        "Start the server as the last thing ({listen}), with nothing before it that waits: no input(), no "
        "endless loop, no download."
    ),
    "doctor.ended.what": (
        "Your program ended by itself, without an error. A server keeps running and waits for requests."
    ),
    "doctor.ended.fix": "Its last line has to start the server and wait: {listen}",
    "doctor.exited.silent": (
        "It printed nothing: print a line after each step of its start, and the last line shows how far it comes."
    ),
    "doctor.exited.called": "That line can end it: find out why your program gets there.",
    "doctor.exited.by-itself": "ended by itself with exit code {code}",
    "doctor.exited.what": "Your program {how} before it listened.",
    "doctor.exited.complaint": "Your program {how} before it listened: {complaint}",
    "doctor.exited.crashed": "crashed (exit code {code})",
    "doctor.exited.ended": "ended",
    "doctor.spot.at": "look at `{pointed}`",
    "doctor.spot.end": "look at its end",
    "doctor.usurped.what": "a child that it started, {program}, holds the port in PORT, so it could not listen",
    "doctor.usurped.fix": "One program alone can listen on PORT: do not start that child, or give it another port.",
    "doctor.usurped.remark": (
        "A child that your program started holds its port, and requests reach that child: {program}. Give it another "
        "port."
    ),
    "doctor.encrypted.what": "your program speaks TLS (https) on this port, and the tests speak plain HTTP",
    "doctor.encrypted.fix": (
        "Serve plain HTTP: take the certificate away (ssl_context, https). TLS is done by a proxy in front of it."
    ),
    "doctor.busy.fix": (
        "Accept in a loop that never ends, close each connection after its answer, and let none hold up the others."
    ),
    "doctor.mute.what": "your program took the request and sent nothing back",
    "doctor.mute.fix": (
        "Follow this request through your program: every path has to end by sending an answer. Look for a wait."
    ),
    "doctor.closed.what": "it took the connection and sent not one byte",
    "doctor.closed.fix": (
        "On every path send an answer before you close. If an error ends your handler, catch and print it there."
    ),
    "doctor.ended.after-answer": (
        "A server goes on after an answer: accept the next connection, in a loop that never ends."
    ),
    "doctor.mend": "Read the last lines that it printed, and mend the place that the message names.",
    "doctor.mend.where": "Read the last lines that it printed, and mend {where}.",
    "doctor.port-held.by": "Your program wants port {port}, which is taken by {program}.",
    "doctor.port-held.by-another": "Your program wants port {port}, which is taken by another program.",
    "doctor.port-held.some-port": "Your program wants a port, which is taken.",
    "doctor.exited.killed": "was killed (often: out of memory)",
    "doctor.exited.native": "crashed in native code (SIGSEGV)",
    "doctor.exited.signal": "was ended by the signal {name}",
    "doctor.busy.what.one": (
        "your program does not take the connection (1 connection waits in line); busy with an earlier one, "
        "or has stopped"
    ),
    "doctor.busy.what.many": (
        "your program does not take the connection ({count} connections wait in line); busy with an earlier "
        "one, or has stopped"
    ),
    "doctor.only-404": "Every request got 404: your program knows no path that was asked for ({path}). {elsewhere}",
    "doctor.only-404.is-there-a-prefix": "Is there a prefix before them, such as /api?",
}
