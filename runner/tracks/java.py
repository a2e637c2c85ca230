"""Java with nothing but the JDK: compiled once for each change."""

from __future__ import annotations

from runner.model import Tool, Track
from runner.words import say

INSTALL = say("tracks.install.java")

# A server of a kata lives for seconds: start soon rather than run fast.
SOON = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto")
# Drivers, such as SQLite's, beside the program or where Debian's packages put them.
LIBRARIES = "lib/*:/usr/share/java/sqlite-jdbc.jar"

TRACK = Track(
    slug="java",
    title="Java",
    entry="App.java",
    build=(("javac", "-encoding", "UTF-8", "-sourcepath", ".", "-cp", LIBRARIES, "-d", "${BUILD}", "App.java"),),
    # Without nodelay its HttpServer may hold each answer back for 40 ms.
    run=("java", *SOON, "-Dsun.net.httpserver.nodelay=true", "-cp", f"${{BUILD}}:{LIBRARIES}", "App"),
    patience=30.0,
    needs=(Tool("javac", ("javac", "-version"), INSTALL), Tool("java", ("java", "-version"), INSTALL)),
    formatter="google-java-format -i App.java",
)
