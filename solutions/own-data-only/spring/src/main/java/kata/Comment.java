package kata;

record Comment(long id, String text) {}
