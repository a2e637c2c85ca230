"""What is told where the katas are missing."""

TEXTS = {
    "sources.no-katas.what": "kata came without its katas.",
    "sources.no-katas.fix": "Install it again: pip install --force-reinstall backend-kata",
}
