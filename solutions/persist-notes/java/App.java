import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;

/** Notes in a SQLite database: what was confirmed is there after a kill. */
public class App {

    private static final int LARGEST_BODY = 8 * 1024 * 1024; // JSON may need six bytes for a letter that has one

    private record Answer(int status, Object body) {}

    private static class Refusal extends RuntimeException {
        final int status;

        Refusal(int status, String reason) {
            super(reason);
            this.status = status;
        }
    }

    // --- The routes ---

    private static Answer route(HttpExchange exchange) throws IOException, SQLException {
        String[] path = exchange.getRequestURI().getPath().split("/", -1); // "/notes/7" is "", "notes" and "7"
        if (path.length < 2 || path.length > 3 || !path[1].equals("notes")) {
            throw new Refusal(404, "there is nothing here");
        }
        String method = exchange.getRequestMethod();
        try (Database database = new Database()) {
            if (path.length == 2) {
                return switch (method) {
                    case "GET" -> new Answer(200, database.rows("SELECT id, text FROM notes ORDER BY id"));
                    case "POST" -> new Answer(201, create(database, exchange));
                    default -> throw new Refusal(405, "that cannot be done here");
                };
            }
            long id = idOf(path[2]);
            return switch (method) {
                case "GET" -> new Answer(200, only(database.rows("SELECT id, text FROM notes WHERE id = ?", id)));
                case "DELETE" -> {
                    only(database.rows("DELETE FROM notes WHERE id = ? RETURNING id", id));
                    yield new Answer(204, null);
                }
                default -> throw new Refusal(405, "that cannot be done here");
            };
        }
    }

    private static Object create(Database database, HttpExchange exchange) throws IOException, SQLException {
        if (!(objectOf(exchange).get("text") instanceof String text)) {
            throw new Refusal(422, "a note needs a text");
        }
        // Without a transaction of ours the statement is one by itself: when it returns, the note is in the file.
        return only(database.rows("INSERT INTO notes (text) VALUES (?) RETURNING id, text", text));
    }

    /** The one row that was found; 404 when there was none. */
    private static Object only(List<Map<String, Object>> rows) {
        if (rows.isEmpty()) {
            throw new Refusal(404, "there is no such note");
        }
        return rows.get(0);
    }

    private static long idOf(String part) {
        try {
            return Long.parseLong(part);
        } catch (NumberFormatException noId) {
            throw new Refusal(404, "there is no such note");
        }
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
        if (answer.body == null) {
            exchange.sendResponseHeaders(answer.status, -1); // -1: no body follows
            return;
        }
        byte[] body = Json.write(answer.body).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(answer.status, body.length);
        exchange.getResponseBody().write(body);
    }

    public static void main(String[] arguments) throws IOException, SQLException {
        try (Database database = new Database()) {
            // AUTOINCREMENT: SQLite remembers the highest id ever given out. Without it, that of a deleted note comes back.
            database.rows("CREATE TABLE IF NOT EXISTS notes (id INTEGER PRIMARY KEY AUTOINCREMENT, text TEXT NOT NULL)");
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
