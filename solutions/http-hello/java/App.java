import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Answer HTTP requests by hand. */
public class App {

    private static final String GREETING = "Welcome to the café!";
    private static final String END_OF_HEAD = "\r\n\r\n";
    private static final int LONGEST_HEAD = 16_384;
    private static final int PATIENCE = 30_000; // milliseconds without a byte

    /** The request up to its blank line; null when that never comes. */
    private static String readHead(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        byte[] piece = new byte[4096];
        while (head.indexOf(END_OF_HEAD) < 0) {
            int size = in.read(piece); // as many bytes as there are: one, or a whole request, or -1 at the end
            if (size < 0 || head.length() > LONGEST_HEAD) {
                return null;
            }
            // Latin-1 turns each byte into one letter and can never fail; what we look at is plain ASCII.
            head.append(new String(piece, 0, size, StandardCharsets.ISO_8859_1));
        }
        return head.substring(0, head.indexOf(END_OF_HEAD));
    }

    private static byte[] answerTo(String head) {
        String[] words = head.split("\r\n", 2)[0].split(" ");
        if (words.length != 3) {
            return response("400 Bad Request", "This is not an HTTP request.");
        }
        String path = words[1].split("\\?", 2)[0];
        if (!path.equals("/")) {
            return response("404 Not Found", "There is nothing here.");
        }
        if (!words[0].equals("GET")) {
            return response("501 Not Implemented", "Only GET is known here.");
        }
        return response("200 OK", GREETING);
    }

    private static byte[] response(String status, String text) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        String head = "HTTP/1.1 " + status + "\r\n"
            + "Content-Type: text/plain; charset=utf-8\r\n"
            + "Content-Length: " + body.length + "\r\n"
            + "Connection: close"
            + END_OF_HEAD;
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
        whole.writeBytes(body);
        return whole.toByteArray();
    }

    /** Answer one request and close. */
    private static void serve(Socket client) {
        try (client) {
            client.setSoTimeout(PATIENCE);
            String head = readHead(client.getInputStream());
            if (head != null) {
                client.getOutputStream().write(answerTo(head));
            }
        } catch (IOException gone) {
            // The client left in the middle, or was silent for too long. The next one is served all the same.
        }
    }

    public static void main(String[] arguments) throws IOException {
        int port = Integer.parseInt(System.getenv("PORT"));
        ExecutorService threads = Executors.newCachedThreadPool();
        try (ServerSocket server = new ServerSocket(port, 128, InetAddress.getByName("127.0.0.1"))) {
            while (true) {
                Socket client = server.accept();
                threads.execute(() -> serve(client));
            }
        }
    }
}
