package kata;

import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * The second question: may you do this with that? Every statement names the user, so another's note is never found,
 * and is answered like one that does not exist.
 */
@Repository
class NoteRepository {

    private final JdbcClient database;

    NoteRepository(JdbcClient database) {
        this.database = database;
    }

    /** All notes that hold this word; every note holds the empty one. */
    List<Note> containing(long user, String word) {
        // The brackets matter: without them, OR would open everybody's texts.
        return database.sql("""
            SELECT id, title, text FROM notes
            WHERE owner_id = ? AND (instr(title, ?) OR instr(text, ?)) ORDER BY id""")
            .params(user, word, word).query(Note.class).list();
    }

    Note create(long user, String title, String text) {
        return database.sql("INSERT INTO notes (owner_id, title, text) VALUES (?, ?, ?) RETURNING id, title, text")
            .params(user, title, text).query(Note.class).single();
    }

    Optional<Note> find(long user, long id) {
        return database.sql("SELECT id, title, text FROM notes WHERE id = ? AND owner_id = ?")
            .params(id, user).query(Note.class).optional();
    }

    /** Looking and changing are one statement, so nothing can come in between. Null leaves a field as it is. */
    Optional<Note> update(long user, long id, String title, String text) {
        return database.sql("""
            UPDATE notes SET title = coalesce(:title, title), text = coalesce(:text, text)
            WHERE id = :id AND owner_id = :user RETURNING id, title, text""")
            .param("title", title).param("text", text).param("id", id).param("user", user)
            .query(Note.class).optional();
    }

    boolean delete(long user, Object id) {
        return database.sql("DELETE FROM notes WHERE id = ? AND owner_id = ?").params(id, user).update() > 0;
    }

    /** Delete all of these that are the user's own, and say how many that were. */
    @Transactional
    public long deleteAll(long user, List<?> ids) {
        return ids.stream().filter(id -> delete(user, String.valueOf(id))).count();
    }

    // Comments belong to whom their note belongs to, so each of these names the owner of the note.

    List<Comment> comments(long user, long note) {
        return database.sql("""
            SELECT comments.id, comments.text FROM comments JOIN notes ON notes.id = note_id
            WHERE notes.id = ? AND owner_id = ? ORDER BY comments.id""")
            .params(note, user).query(Comment.class).list();
    }

    Optional<Comment> createComment(long user, long note, String text) {
        return database.sql("""
            INSERT INTO comments (note_id, text) SELECT id, ? FROM notes WHERE id = ? AND owner_id = ?
            RETURNING id, text""")
            .params(text, note, user).query(Comment.class).optional();
    }

    /** By its own id and that of its note: another's comment does not become yours behind your note's id. */
    boolean deleteComment(long user, long note, long id) {
        return database.sql("""
            DELETE FROM comments
            WHERE id = ? AND note_id = (SELECT id FROM notes WHERE id = ? AND owner_id = ?)""")
            .params(id, note, user).update() > 0;
    }
}
