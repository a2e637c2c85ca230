"""Schemathesis, which reads a document as our suite does, against our solutions: it must find no issue."""

import subprocess
import sys
from pathlib import Path

import pytest

SOLUTIONS = Path(__file__).resolve().parents[2] / "solutions/openapi-contract"
TRACKS = sorted(folder.name for folder in SOLUTIONS.iterdir())
SCHEMATHESIS = str(Path(sys.executable).with_name("schemathesis"))
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
    "negative_data_rejection",
)
# To JSON Schema 610.0 is an integer, to strict types of Pydantic a float; which of the two it is the kata leaves free.
ACCEPTING = {"fastapi": (), "flask": ("positive_data_acceptance",), "node": ("positive_data_acceptance",)}


@pytest.mark.timeout(300)
@pytest.mark.parametrize("track", TRACKS)
def test_the_document_is_true(track, serve_solution, tmp_path):
    url = serve_solution("openapi-contract", track)

    command = [SCHEMATHESIS, "run", f"{url}/openapi.json", "--no-color", "--generation-deterministic"]
    command += ["--max-examples", "30", "--phases", "coverage,fuzzing"]
    command += ["--checks", ",".join((*CHECKS, *ACCEPTING[track]))]
    tested = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=280)

    assert tested.returncode == 0, tested.stdout + tested.stderr
    assert "No issues found" in tested.stdout
