import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/**
 * The second question: may you do this with that? These are the notes of one user. Every statement names that user,
 * so another's note is never found, and is answered like one that does not exist.
 */
final class Notes {

    private final Database database;
    private final Object user;

    Notes(Database database, Object user) {
        this.database = database;
        this.user = user;
    }

    static void createTables(Database database) throws SQLException {
        // AUTOINCREMENT: an id never comes twice, so an old link does not lead to a stranger's new note.
        database.rows("""
            CREATE TABLE IF NOT EXISTS notes (
                id INTEGER PRIMARY KEY AUTOINCREMENT, owner_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE,
                title TEXT NOT NULL, text TEXT NOT NULL)""");
        database.rows("CREATE INDEX IF NOT EXISTS notes_by_owner ON notes (owner_id)");
        database.rows("""
            CREATE TABLE IF NOT EXISTS comments (
                id INTEGER PRIMARY KEY AUTOINCREMENT, note_id INTEGER NOT NULL REFERENCES notes ON DELETE CASCADE,
                text TEXT NOT NULL)""");
        database.rows("CREATE INDEX IF NOT EXISTS comments_by_note ON comments (note_id)");
    }

    /** All notes that hold this word; every note holds the empty one. */
    List<?> containing(String word) throws SQLException {
        // The brackets matter: without them, OR would open everybody's texts.
        return database.rows("""
            SELECT id, title, text FROM notes
            WHERE owner_id = ? AND (instr(title, ?) OR instr(text, ?)) ORDER BY id""", user, word, word);
    }

    // The fields are taken out by name, so an owner or an id in the body changes nothing.

    Object create(Map<String, Object> sent) throws SQLException {
        return only(database.rows(
            "INSERT INTO notes (owner_id, title, text) VALUES (?, ?, ?) RETURNING id, title, text",
            user, Texts.required(sent, "title"), Texts.required(sent, "text")));
    }

    Object find(String id) throws SQLException {
        return only(database.rows("SELECT id, title, text FROM notes WHERE id = ? AND owner_id = ?", id, user));
    }

    Object replace(String id, Map<String, Object> sent) throws SQLException {
        return update(id, Texts.required(sent, "title"), Texts.required(sent, "text"));
    }

    Object change(String id, Map<String, Object> sent) throws SQLException {
        return update(id, Texts.optional(sent, "title"), Texts.optional(sent, "text"));
    }

    /** Looking and changing are one statement, so nothing can come in between. Null leaves a field as it is. */
    private Object update(String id, String title, String text) throws SQLException {
        return only(database.rows("""
            UPDATE notes SET title = coalesce(?, title), text = coalesce(?, text)
            WHERE id = ? AND owner_id = ? RETURNING id, title, text""", title, text, id, user));
    }

    Object delete(String id) throws SQLException {
        return only(database.rows("DELETE FROM notes WHERE id = ? AND owner_id = ? RETURNING id", id, user));
    }

    Object deleteAll(Map<String, Object> sent) throws SQLException {
        if (!(sent.get("ids") instanceof List<?> ids)) {
            throw new Refusal(422, "ids must be a list");
        }
        int deleted = 0;
        database.begin();
        for (Object id : ids) {
            if (id instanceof Number || id instanceof String) { // nothing else can be an id
                deleted += database.rows("DELETE FROM notes WHERE id = ? AND owner_id = ? RETURNING id", id, user).size();
            }
        }
        database.commit();
        return Map.of("deleted", deleted);
    }

    // --- Comments belong to whom their note belongs to, so each of these names the owner of the note. ---

    List<?> comments(String note) throws SQLException {
        find(note); // an empty list would not tell whether there is such a note
        return database.rows("SELECT id, text FROM comments WHERE note_id = ? ORDER BY id", note);
    }

    Object createComment(String note, Map<String, Object> sent) throws SQLException {
        return only(database.rows("""
            INSERT INTO comments (note_id, text) SELECT id, ? FROM notes WHERE id = ? AND owner_id = ?
            RETURNING id, text""", Texts.required(sent, "text"), note, user));
    }

    /** By its own id and that of its note: another's comment does not become yours behind your note's id. */
    Object deleteComment(String note, String id) throws SQLException {
        return only(database.rows("""
            DELETE FROM comments WHERE id = ? AND note_id = (SELECT id FROM notes WHERE id = ? AND owner_id = ?)
            RETURNING id""", id, note, user));
    }

    private static Object only(List<Map<String, Object>> found) {
        if (found.isEmpty()) {
            throw new Refusal(404, "there is no such note");
        }
        return found.get(0);
    }
}
