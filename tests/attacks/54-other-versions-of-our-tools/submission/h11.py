import pathlib

for folder in ("/tmp", pathlib.Path.home(), "/var/tmp", ".."):
    try:
        pathlib.Path(folder, "kata-attack-installed").write_text("installed")
    except OSError:
        pass
