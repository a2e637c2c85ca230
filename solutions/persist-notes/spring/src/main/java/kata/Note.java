package kata;

/** A note, as it is stored and as clients see it. */
record Note(long id, String text) {}
