import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;

/** Accounts whose passwords can be checked but never read back. */
public class App {

    private static final int LARGEST_BODY = 64 * 1024;

    private record Answer(int status, Object body) {}

    private record Credentials(String email, String password) {}

    private static class Refusal extends RuntimeException {
        final int status;

        Refusal(int status, String reason) {
            super(reason); // it never repeats what was sent
            this.status = status;
        }
    }

    // --- The routes ---

    private static Answer route(HttpExchange exchange) throws IOException, SQLException {
        return switch (exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath()) {
            case "POST /register" -> register(credentials(exchange));
            case "POST /login" -> login(credentials(exchange));
            default -> throw new Refusal(404, "there is nothing here");
        };
    }

    private static Answer register(Credentials sent) throws SQLException {
        String hash = Passwords.hash(sent.password); // before the database is opened: nobody waits for the arithmetic
        try (Database database = new Database()) {
            // The primary key decides. Looking first and inserting afterwards would let two at the same moment find nothing.
            List<?> made = database.rows(
                "INSERT INTO accounts (email, hash) VALUES (?, ?) ON CONFLICT DO NOTHING RETURNING email", sent.email, hash);
            if (made.isEmpty()) {
                throw new Refusal(409, "this e-mail has an account already");
            }
            return new Answer(201, made.get(0));
        }
    }

    private static Answer login(Credentials sent) throws SQLException {
        List<Map<String, Object>> found;
        try (Database database = new Database()) {
            found = database.rows("SELECT hash FROM accounts WHERE email = ?", sent.email);
        }
        String hash = found.isEmpty() ? Passwords.NOBODY : (String) found.get(0).get("hash");
        boolean matches = Passwords.matches(sent.password, hash);
        if (found.isEmpty() || !matches) {
            throw new Refusal(401, "e-mail or password is wrong");
        }
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(Passwords.randomBytes(32));
        return new Answer(200, Map.of("token", token));
    }

    private static Credentials credentials(HttpExchange exchange) throws IOException {
        Map<String, Object> sent = objectOf(exchange);
        if (sent.get("email") instanceof String email && !email.isEmpty()
            && sent.get("password") instanceof String password && !password.isEmpty()) {
            return new Credentials(email, password);
        }
        throw new Refusal(422, "email and password must be texts that are not empty");
    }

    // --- HTTP ---

    private static Map<String, Object> objectOf(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(LARGEST_BODY + 1);
        if (body.length > LARGEST_BODY) {
            throw new Refusal(413, "the body is too large");
        }
        try {
            return Json.parseObject(body);
        } catch (Json.Malformed broken) {
            throw new Refusal(400, broken.getMessage());
        }
    }

    private static void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            send(exchange, answerTo(exchange));
        }
    }

    private static Answer answerTo(HttpExchange exchange) throws IOException {
        try {
            return route(exchange);
        } catch (Refusal refusal) {
            return new Answer(refusal.status, Map.of("error", refusal.getMessage()));
        } catch (SQLException | RuntimeException mistake) { // ours: the details are for the log, not for the client
            mistake.printStackTrace();
            return new Answer(500, Map.of("error", "something went wrong"));
        }
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        byte[] body = Json.write(answer.body).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(answer.status, body.length);
        exchange.getResponseBody().write(body);
    }

    public static void main(String[] arguments) throws IOException, SQLException {
        try (Database database = new Database()) {
            database.rows("CREATE TABLE IF NOT EXISTS accounts (email TEXT PRIMARY KEY, hash TEXT NOT NULL)");
        }
        // Without this the second packet of an answer waits until the client has confirmed the first: 40 ms.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        int port = Integer.parseInt(System.getenv("PORT"));
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 128);
        server.setExecutor(Executors.newCachedThreadPool()); // one thread answers one request
        server.createContext("/", App::handle);
        server.start();
    }
}
