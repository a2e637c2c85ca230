"""Spring Boot, built by Maven once for each change."""

from __future__ import annotations

from runner.model import Libraries, Tool, Track
from runner.tracks import java
from runner.words import say

INSTALL = say("tracks.install.maven")
# Whence each library once came does not matter there: a mirror's name is in settings that a cell does not show.
_IN_A_CELL = (
    "-Dmaven.repo.local=/libraries/maven",
    "-Daether.enhancedLocalRepository.trackingFilename=nothing",
    # By itself it takes what suits the machine, of which a cell gives only a part.
    "-Xmx384m",
    *java.SOON,
)

TRACK = Track(
    slug="spring",
    title="Spring Boot",
    entry="pom.xml",
    edit="src/main/java/kata/App.java",
    build=(("mvn", "-q", "-B", "-DskipTests", "-Dkata.build=${BUILD}", "package"),),
    run=(
        "java",
        *java.SOON,
        "-Dserver.address=127.0.0.1",
        "-Dserver.port=${PORT}",
        "-cp",
        "${BUILD}/classes:${BUILD}/lib/*",
        "kata.App",
    ),
    needs=(*java.TRACK.needs, Tool("mvn", ("mvn", "--version"), INSTALL)),
    patience=60.0,
    base="java",
    libraries=(Libraries("~/.m2/repository", "/libraries/maven", env=(("MAVEN_OPTS", " ".join(_IN_A_CELL)),)),),
    formatter="google-java-format -i src/main/java/kata/App.java",
)
