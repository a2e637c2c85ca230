import pytest

from runner.authoring.template import TEMPLATES, Names, filled, find_template
from runner.cli.creating import TEMPLATE_NAMES, new_command
from runner.errors import UsageError
from runner.marked_yaml import parse_yaml
from runner.tracks.registry import TRACKS


def test_help_names_every_template():
    assert TEMPLATE_NAMES == TEMPLATES
    assert all(f"{name} " in new_command.help and find_template(name).about in new_command.help for name in TEMPLATES)


def test_an_unknown_template_is_guessed():
    with pytest.raises(UsageError) as caught:
        find_template("crudd")

    assert caught.value.fix == "Did you mean 'crud'?"


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_mistake_can_be_planted_in_every_language(name):
    template = find_template(name)

    assert len(template.wrong) >= 4
    assert {tuple(sorted(wrong["change"])) for wrong in template.wrong.values()} == {tuple(sorted(template.tracks))}


@pytest.mark.parametrize("name", TEMPLATES)
def test_what_is_written_is_read_as_it_was_meant(name):
    template = find_template(name)
    for slug in template.tracks:
        for wrong, text in wrong_texts(template, slug).items():
            planned = template.wrong[wrong]
            read = parse_yaml(text.encode(), "x").value

            assert [[one["from"], one["to"]] for one in read["change"]] == planned["change"][slug]
            assert [read[key] for key in ("misconception", "hint", "caught_by")] == [
                planned[key] for key in ("misconception", "hint", "caught_by")
            ]


def wrong_texts(template, slug):
    files = filled(template, Names("x", "X"), (TRACKS[slug],))
    return {path.split("/")[3]: text for path, text in files.items() if path.endswith("wrong.yaml")}
