from pathlib import Path

from runner.authoring.annotations import render_annotations
from runner.errors import Mistake


def test_a_mistake_is_one_command():
    mistake = Mistake("/repo/katas/a/kata.yaml", 3, 5, "unknown key 'a'", "Did you mean 'b'?")

    assert render_annotations([mistake], Path("/repo")) == (
        "::error file=katas/a/kata.yaml,line=3,col=5::unknown key 'a' Did you mean 'b'?"
    )


def test_nothing_in_a_name_or_text_begins_another_command():
    shown = render_annotations([Mistake("/repo/a,b:\n::set-env", 1, 1, "100 %\n::error::x")], Path("/repo"))

    assert shown.startswith("::error file=a%2Cb%3A%0A%3A%3Aset-env,line=1,col=1::100 %25")
    assert "\n" not in shown


def test_a_file_elsewhere_keeps_its_path():
    assert "file=/else/x,line=1" in render_annotations([Mistake("/else/x", 1, 1, "m")], Path("/repo"))
