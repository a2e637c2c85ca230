from runner.authoring.mutant_scores import kept_score, shown_score
from runner.authoring.table import PLACE, table_text
from runner.catalog import load_syllabus


def test_the_page_is_what_is_on_record(root, record):
    text = table_text(load_syllabus(root))
    if record:
        (root / PLACE).write_text(text, "utf-8")

    assert (root / PLACE).read_text("utf-8") == text, "stale: kata verify --write-table"


def test_every_kata_has_its_row(root):
    syllabus = load_syllabus(root)
    rows = [line for line in table_text(syllabus).splitlines() if line.startswith("| [")]

    assert [row.split("]")[0][3:] for row in rows] == [kata.slug for kata in syllabus.katas]


def test_every_kata_catches_its_mutants_and_the_score_is_of_today(root):
    for kata in load_syllabus(root).katas:
        score = kept_score(kata)
        assert score is not None, f"kata verify {kata.slug} --mutants"
        assert shown_score(kata) != "stale", kata.slug
        assert score.caught >= 0.95 * score.possible, kata.slug
        assert score.equivalent <= 0.1 * score.made, kata.slug
