import pathlib

for folder in ("..",):
    try:
        pathlib.Path(folder, "kata-attack-installed").write_text("installed")
    except OSError:
        pass
