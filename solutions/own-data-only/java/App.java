import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.Executors;

/** Private notes: HTTP on the one side, Accounts and Notes on the other. */
public class App {

    private static final int LARGEST_BODY = 2 * 1024 * 1024;

    private record Answer(int status, Object body) {}

    // --- The routes ---

    private static Answer route(HttpExchange exchange) throws IOException, SQLException {
        String[] path = exchange.getRequestURI().getPath().split("/", -1); // "/notes/7" is "", "notes" and "7"
        String what = exchange.getRequestMethod() + " " + pattern(path);
        try (Database database = new Database()) {
            Accounts accounts = new Accounts(database);
            switch (what) { // these two, and nothing else, can be had without a token
                case "POST /register":
                    return new Answer(201, accounts.register(objectOf(exchange)));
                case "POST /login":
                    return new Answer(200, accounts.login(objectOf(exchange)));
                default:
            }
            Object user = accounts.userOf(exchange.getRequestHeaders().getFirst("Authorization"));
            Notes notes = new Notes(database, user); // whatever is asked of them, they are the notes of this user
            return switch (what) {
                case "GET /me" -> new Answer(200, accounts.me(user));
                case "GET /notes" -> new Answer(200, notes.containing(queryOf(exchange, "q")));
                case "POST /notes" -> new Answer(201, notes.create(objectOf(exchange)));
                case "POST /notes/bulk-delete" -> new Answer(200, notes.deleteAll(objectOf(exchange)));
                case "GET /notes/ID" -> new Answer(200, notes.find(path[2]));
                case "PUT /notes/ID" -> new Answer(200, notes.replace(path[2], objectOf(exchange)));
                case "PATCH /notes/ID" -> new Answer(200, notes.change(path[2], objectOf(exchange)));
                case "DELETE /notes/ID" -> new Answer(204, notes.delete(path[2]));
                case "GET /notes/ID/comments" -> new Answer(200, notes.comments(path[2]));
                case "POST /notes/ID/comments" -> new Answer(201, notes.createComment(path[2], objectOf(exchange)));
                case "DELETE /notes/ID/comments/ID" -> new Answer(204, notes.deleteComment(path[2], path[4]));
                default -> throw new Refusal(404, "there is nothing here");
            };
        }
    }

    /** The path with ID wherever an id stands. */
    private static String pattern(String[] path) {
        String[] pattern = path.clone();
        if (path.length > 2 && !path[2].equals("bulk-delete")) {
            pattern[2] = "ID";
        }
        if (path.length > 4) {
            pattern[4] = "ID";
        }
        return String.join("/", pattern);
    }

    // --- HTTP ---

    /** What stands behind `name=` in the query; an empty text when it is not there. */
    private static String queryOf(HttpExchange exchange, String name) {
        String query = exchange.getRequestURI().getRawQuery();
        for (String part : query == null ? new String[0] : query.split("&")) {
            if (part.startsWith(name + "=")) {
                return URLDecoder.decode(part.substring(name.length() + 1), StandardCharsets.UTF_8);
            }
        }
        return "";
    }

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
        if (answer.status == 204) {
            exchange.sendResponseHeaders(204, -1); // -1: no body follows
            return;
        }
        byte[] body = Json.write(answer.body).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(answer.status, body.length);
        exchange.getResponseBody().write(body);
    }

    public static void main(String[] arguments) throws IOException, SQLException {
        try (Database database = new Database()) {
            Accounts.createTables(database);
            Notes.createTables(database);
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
