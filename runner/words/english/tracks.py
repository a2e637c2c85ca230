"""What is told of a language: its tools, and what its programs have to do."""

TEXTS = {
    "tracks.advice.read-port": "read the environment variable PORT",
    "tracks.advice.listen": "accept connections in a loop that never ends",
    "tracks.advice.php": "kata starts it with: php -S 127.0.0.1:${{PORT}} index.php",
    "tracks.advice.spring": "leave server.port to kata, which sets it to PORT",
    "tracks.missing.what": "{name} is not installed, and {title} programs need it",
    "tracks.missing.where": "looked for {name!r} in every folder of PATH",
    "tracks.missing.fix": "Install it: {install}. Or choose another language: kata track python",
    "tracks.no-library.what": "{name} is not installed, and {title} programs need it",
    "tracks.no-library.where": "looked for {wanted} from {folder}",
    "tracks.no-library.fix": "Install it: {setup}",
    "tracks.install.go": "https://go.dev/dl (version 1.22 or newer), or `brew install go`",
    "tracks.install.java": (
        "`sudo apt install default-jdk`, `brew install openjdk`, or https://adoptium.net (version 17 or newer)"
    ),
    "tracks.install.maven": "`sudo apt install maven`, `brew install maven`, or https://maven.apache.org",
    "tracks.install.php": (
        "`sudo apt install php-cli php-sqlite3 php-mbstring`, or `brew install php`, or https://www.php.net/downloads"
    ),
    "tracks.install.node": (
        "https://nodejs.org (version 18 or newer), or `sudo apt install nodejs`, or `brew install node`"
    ),
}
