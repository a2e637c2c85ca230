package kata;

/** A note as its owner sees it. */
record Note(long id, String title, String text) {}
