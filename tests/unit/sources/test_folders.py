from runner.sources.folders import entries_of, folder_names, lies_within


def test_only_folders_that_count_are_named(tmp_path):
    for name in ("b", "a", ".git", "__pycache__"):
        (tmp_path / name).mkdir()
    (tmp_path / "file").write_text("")

    assert folder_names(tmp_path) == ("a", "b")
    assert [entry.name for entry in entries_of(tmp_path)] == [".git", "__pycache__", "a", "b", "file"]


def test_a_folder_that_is_not_there_holds_nothing(tmp_path):
    assert (entries_of(tmp_path / "gone"), folder_names(tmp_path / "gone")) == ((), ())


def test_a_link_is_followed_to_see_where_it_leads(tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    (home / "inside").symlink_to(home)
    (home / "outside").symlink_to(tmp_path)

    assert lies_within(home / "inside", home)
    assert not lies_within(home / "outside" / "other", home)


def test_links_in_a_circle_do_no_harm(tmp_path):
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")

    assert lies_within(tmp_path / "a", tmp_path)
    assert folder_names(tmp_path) == ()
