import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** A todo list that follows the TodoBackend contract, kept in memory. */
public class App {

    private static final int LARGEST_BODY = 1024 * 1024;

    /** A todo. It never changes: who changes one puts a new one in its place, so nobody ever sees half a change. */
    private record Todo(String title, boolean completed, Number order) {

        /** The same todo with the fields that were sent; the others stay as they are. */
        Todo with(Map<String, Object> sent) {
            if (!(sent.getOrDefault("title", title) instanceof String newTitle)) { // null is no instance of anything
                throw new Refusal(422, "title must be a text");
            }
            if (!(sent.getOrDefault("completed", completed) instanceof Boolean newCompleted)) {
                throw new Refusal(422, "completed must be true or false");
            }
            Object newOrder = sent.getOrDefault("order", order);
            if (newOrder != null && !(newOrder instanceof Number)) {
                throw new Refusal(422, "order must be a number");
            }
            return new Todo(newTitle, newCompleted, (Number) newOrder);
        }
    }

    private record Answer(int status, Object body) {}

    private static class Refusal extends RuntimeException {
        final int status;

        Refusal(int status, String reason) {
            super(reason);
            this.status = status;
        }
    }

    // Both may be used by many threads at once. The id only ever counts up, so that none comes twice.
    private static final ConcurrentNavigableMap<Long, Todo> todos = new ConcurrentSkipListMap<>();
    private static final AtomicLong lastId = new AtomicLong();

    // --- The routes ---

    private static Answer route(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        return path.equals("/") ? all(exchange) : one(exchange, idOf(path));
    }

    private static Answer all(HttpExchange exchange) throws IOException {
        switch (exchange.getRequestMethod()) {
            case "GET":
                return new Answer(200, list(exchange));
            case "POST":
                Todo todo = new Todo(null, false, null).with(objectOf(exchange)); // without a title it is refused
                long id = lastId.incrementAndGet();
                todos.put(id, todo);
                return new Answer(201, shown(exchange, id, todo));
            case "DELETE":
                todos.clear();
                return new Answer(204, null);
            default:
                throw new Refusal(405, "that cannot be done here");
        }
    }

    private static Answer one(HttpExchange exchange, long id) throws IOException {
        switch (exchange.getRequestMethod()) {
            case "GET":
                return new Answer(200, shown(exchange, id, existing(todos.get(id))));
            case "PATCH":
                existing(todos.get(id));
                Map<String, Object> sent = objectOf(exchange);
                // Reading and replacing in one step: of two changes at once both count, and what is deleted stays deleted.
                Todo changed = todos.computeIfPresent(id, (key, todo) -> todo.with(sent));
                return new Answer(200, shown(exchange, id, existing(changed)));
            case "DELETE":
                existing(todos.remove(id));
                return new Answer(204, null);
            default:
                throw new Refusal(405, "that cannot be done here");
        }
    }

    private static List<Object> list(HttpExchange exchange) {
        return todos.entrySet().stream().map(entry -> shown(exchange, entry.getKey(), entry.getValue())).toList();
    }

    private static Todo existing(Todo found) {
        if (found == null) {
            throw new Refusal(404, "there is no such todo");
        }
        return found;
    }

    private static long idOf(String path) {
        try {
            return Long.parseLong(path.substring(1));
        } catch (NumberFormatException noId) {
            throw new Refusal(404, "there is no such todo");
        }
    }

    /** A todo as clients see it, with the address at which they find it again. */
    private static Object shown(HttpExchange exchange, long id, Todo todo) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("title", todo.title);
        fields.put("completed", todo.completed);
        fields.put("order", todo.order);
        fields.put("url", "http://" + exchange.getRequestHeaders().getFirst("Host") + "/" + id);
        return fields;
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
        } catch (RuntimeException mistake) { // ours: the details are for the log, not for the client
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

    public static void main(String[] arguments) throws IOException {
        // Without this the second packet of an answer waits until the client has confirmed the first: 40 ms.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        int port = Integer.parseInt(System.getenv("PORT"));
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 128);
        server.setExecutor(Executors.newCachedThreadPool()); // one thread answers one request
        server.createContext("/", App::handle);
        server.start();
    }
}
