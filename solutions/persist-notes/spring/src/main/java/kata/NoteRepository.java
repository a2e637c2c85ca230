package kata;

import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The notes in the database. Each statement here is a transaction by itself: when it returns, it is in the file. */
@Repository
class NoteRepository {

    private final JdbcClient database;

    NoteRepository(JdbcClient database) {
        this.database = database;
    }

    Note create(String text) {
        return database.sql("INSERT INTO notes (text) VALUES (?) RETURNING id, text").param(text).query(Note.class).single();
    }

    List<Note> all() {
        return database.sql("SELECT id, text FROM notes ORDER BY id").query(Note.class).list();
    }

    Optional<Note> find(long id) {
        return database.sql("SELECT id, text FROM notes WHERE id = ?").param(id).query(Note.class).optional();
    }

    boolean delete(long id) {
        return database.sql("DELETE FROM notes WHERE id = ?").param(id).update() > 0;
    }
}
