import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** The first question: who are you? */
final class Accounts {

    private final Database database;

    Accounts(Database database) {
        this.database = database;
    }

    static void createTables(Database database) throws SQLException {
        database.rows("""
            CREATE TABLE IF NOT EXISTS accounts (
                id INTEGER PRIMARY KEY AUTOINCREMENT, email TEXT NOT NULL UNIQUE, hash TEXT NOT NULL)""");
        database.rows("""
            CREATE TABLE IF NOT EXISTS sessions (
                token_hash TEXT PRIMARY KEY, account_id INTEGER NOT NULL REFERENCES accounts ON DELETE CASCADE)""");
    }

    Object register(Map<String, Object> sent) throws SQLException {
        String email = Texts.required(sent, "email");
        String hash = Passwords.hash(Texts.required(sent, "password"));
        List<?> made = database.rows(
            "INSERT INTO accounts (email, hash) VALUES (?, ?) ON CONFLICT DO NOTHING RETURNING id, email", email, hash);
        if (made.isEmpty()) {
            throw new Refusal(409, "this e-mail has an account already");
        }
        return made.get(0);
    }

    Object login(Map<String, Object> sent) throws SQLException {
        String email = Texts.required(sent, "email");
        String password = Texts.required(sent, "password");
        List<Map<String, Object>> found = database.rows("SELECT id, hash FROM accounts WHERE email = ?", email);
        String hash = found.isEmpty() ? Passwords.NOBODY : (String) found.get(0).get("hash");
        boolean matches = Passwords.matches(password, hash);
        if (found.isEmpty() || !matches) {
            throw new Refusal(401, "e-mail or password is wrong");
        }
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(Passwords.randomBytes(32));
        database.rows("INSERT INTO sessions (token_hash, account_id) VALUES (?, ?)", digest(token), found.get(0).get("id"));
        return Map.of("token", token);
    }

    /** The id of the user whose token stands in this header; 401 when there is none. */
    Object userOf(String authorization) throws SQLException {
        if (authorization == null || !authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
            throw new Refusal(401, "log in first");
        }
        List<Map<String, Object>> found = database.rows(
            "SELECT account_id FROM sessions WHERE token_hash = ?", digest(authorization.substring(7)));
        if (found.isEmpty()) {
            throw new Refusal(401, "log in first");
        }
        return found.get(0).get("account_id");
    }

    Object me(Object user) throws SQLException {
        return database.rows("""
            SELECT id, email, (SELECT count(*) FROM notes WHERE owner_id = accounts.id) AS notes
            FROM accounts WHERE id = ?""", user).get(0);
    }

    /** What is stored of a token. It is long and random, so a fast hash is enough. */
    private static String digest(String token) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing); // every Java has it
        }
    }
}
