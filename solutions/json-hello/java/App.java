import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/** Say hello in JSON and in plain text. */
public class App {

    static void handle(HttpExchange exchange) throws IOException {
        switch (exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath()) {
            case "GET /json" -> answer(exchange, 200, "application/json", "{\"message\": \"Hello, World!\"}");
            case "GET /plaintext" -> answer(exchange, 200, "text/plain; charset=utf-8", "Hello, World!");
            default -> answer(exchange, 404, "text/plain; charset=utf-8", "There is nothing here.");
        }
    }

    static void answer(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        boolean isHead = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, isHead ? -1 : body.length); // -1: no body follows
        try (exchange; var out = exchange.getResponseBody()) {
            if (!isHead) {
                out.write(body);
            }
        }
    }

    public static void main(String[] arguments) throws IOException {
        int port = Integer.parseInt(System.getenv("PORT"));
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 128);
        server.setExecutor(Executors.newCachedThreadPool());
        // HttpServer matches by the beginning of a path, so one function looks at the whole of it.
        server.createContext("/", App::handle);
        server.start();
    }
}
