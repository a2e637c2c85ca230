import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;

/** Validate, save, confirm: orders in a SQLite database. */
public class App {

    private static final int LARGEST_BODY = 1024 * 1024;

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
        String path = exchange.getRequestURI().getPath();
        String what = exchange.getRequestMethod() + " " + (path.startsWith("/orders/") ? "/orders/ID" : path);
        try (Database database = new Database()) {
            Orders orders = new Orders(database);
            return switch (what) {
                case "GET /menu" -> new Answer(200, menu());
                case "POST /orders" -> place(orders, exchange);
                case "GET /orders" -> new Answer(200, orders.all());
                case "GET /orders/ID" -> new Answer(200, existing(orders.find(path.substring("/orders/".length()))));
                default -> throw new Refusal(404, "There is nothing here.");
            };
        }
    }

    private static Answer place(Orders orders, HttpExchange exchange) throws IOException, SQLException {
        Map<String, Object> sent = objectFrom(exchange); // received
        List<Map<String, Object>> mistakes = Mistakes.of(sent); // validated
        if (!mistakes.isEmpty()) {
            return new Answer(422, Map.of("title", "The order is not valid", "status", 422, "errors", mistakes));
        }
        Object id = orders.save(sent); // saved
        return new Answer(201, existing(orders.find(id))); // confirmed: with what was saved, not with what was sent
    }

    private static Object menu() {
        return Menu.PRICES.entrySet().stream()
            .map(entry -> Map.of("dish", entry.getKey(), "price", entry.getValue()))
            .toList();
    }

    private static Object existing(List<Map<String, Object>> found) {
        if (found.isEmpty()) {
            throw new Refusal(404, "There is no such order.");
        }
        return found.get(0);
    }

    // --- HTTP ---

    private static Map<String, Object> objectFrom(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(LARGEST_BODY + 1);
        if (body.length > LARGEST_BODY) {
            throw new Refusal(413, "The body is too large.");
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
            return new Answer(refusal.status, Map.of("title", refusal.getMessage(), "status", refusal.status));
        } catch (SQLException | RuntimeException mistake) { // ours: the details are for the log, not for the client
            mistake.printStackTrace();
            return new Answer(500, Map.of("title", "Something went wrong.", "status", 500));
        }
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        byte[] body = Json.write(answer.body).getBytes(StandardCharsets.UTF_8);
        String type = answer.status < 400 ? "application/json" : "application/problem+json";
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(answer.status, body.length);
        exchange.getResponseBody().write(body);
    }

    public static void main(String[] arguments) throws IOException, SQLException {
        try (Database database = new Database()) {
            new Orders(database).createTables();
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
