"""Why the history cannot be read or written."""

TEXTS = {
    "progress.keeps-replacing": "another program keeps replacing it",
    "progress.unwritable.what": "your progress cannot be written: {reason}",
    "progress.unwritable.fix": (
        "Make the folder writable (and see that the disk is not full), then run the command again."
    ),
    "progress.unreadable.what": "your progress cannot be read: {reason}",
    "progress.unreadable.fix": "Make the file readable, or move it away to begin a new history.",
}
