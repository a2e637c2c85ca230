package kata;

import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Accounts, and the sessions of those who are logged in. */
@Repository
class AccountRepository {

    record Account(long id, String hash) {}

    record Me(long id, String email, long notes) {}

    private final JdbcClient database;

    AccountRepository(JdbcClient database) {
        this.database = database;
    }

    /** The id of a new account; nothing when the e-mail has one already, which the UNIQUE column decides. */
    Optional<Long> create(String email, String hash) {
        return database.sql("INSERT INTO accounts (email, hash) VALUES (?, ?) ON CONFLICT DO NOTHING RETURNING id")
            .params(email, hash).query(Long.class).optional();
    }

    Optional<Account> find(String email) {
        return database.sql("SELECT id, hash FROM accounts WHERE email = ?").param(email).query(Account.class).optional();
    }

    Me me(long user) {
        return database.sql("""
            SELECT id, email, (SELECT count(*) FROM notes WHERE owner_id = accounts.id) AS notes
            FROM accounts WHERE id = ?""").param(user).query(Me.class).single();
    }

    void openSession(String tokenHash, long account) {
        database.sql("INSERT INTO sessions (token_hash, account_id) VALUES (?, ?)").params(tokenHash, account).update();
    }

    Optional<Long> userOf(String tokenHash) {
        return database.sql("SELECT account_id FROM sessions WHERE token_hash = ?")
            .param(tokenHash).query(Long.class).optional();
    }
}
