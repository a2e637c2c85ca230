package kata;

import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Say hello in JSON and in plain text. */
@SpringBootApplication
@RestController
public class App {

    @GetMapping("/json")
    Map<String, String> json() {
        return Map.of("message", "Hello, World!");
    }

    @GetMapping(path = "/plaintext", produces = MediaType.TEXT_PLAIN_VALUE)
    String plaintext() {
        return "Hello, World!";
    }

    public static void main(String[] arguments) {
        SpringApplication.run(App.class, arguments);
    }
}
