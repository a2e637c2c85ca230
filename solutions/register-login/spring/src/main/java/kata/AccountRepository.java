package kata;

import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The accounts in the database. Each statement here is a transaction by itself: when it returns, it is in the file. */
@Repository
class AccountRepository {

    private final JdbcClient database;

    AccountRepository(JdbcClient database) {
        this.database = database;
    }

    /**
     * Make an account, and say whether there was none yet. The primary key decides: looking first and inserting afterwards
     * would let two at the same moment find nothing.
     */
    boolean create(String email, String hash) {
        return database.sql("INSERT INTO accounts (email, hash) VALUES (?, ?) ON CONFLICT DO NOTHING")
            .params(email, hash).update() > 0;
    }

    Optional<String> hashOf(String email) {
        return database.sql("SELECT hash FROM accounts WHERE email = ?").param(email).query(String.class).optional();
    }
}
