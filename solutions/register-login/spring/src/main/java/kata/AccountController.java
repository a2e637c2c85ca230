package kata;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.security.crypto.keygen.Base64StringKeyGenerator;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

@RestController
class AccountController {

    record Credentials(@NotEmpty String email, @NotEmpty String password) {

        /** PBKDF2 fills a short password up with NULs. The full stop makes a NUL at the end of the password count, too. */
        String whole() {
            return password + ".";
        }
    }

    private final AccountRepository accounts;
    private final PasswordEncoder passwords;
    private final Base64StringKeyGenerator random = new Base64StringKeyGenerator(); // 32 random bytes as text

    // Stands in for an account that does not exist, so that "no such account" takes as long as "wrong password".
    private final String nobody;

    AccountController(AccountRepository accounts, PasswordEncoder passwords) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.nobody = passwords.encode(random.generateKey());
    }

    @PostMapping("/register")
    @ResponseStatus(HttpStatus.CREATED)
    Map<String, String> register(@Valid @RequestBody Credentials sent) {
        if (!accounts.create(sent.email(), passwords.encode(sent.whole()))) {
            throw new ResponseStatusException(HttpStatus.CONFLICT, "This e-mail has an account already.");
        }
        return Map.of("email", sent.email());
    }

    @PostMapping("/login")
    Map<String, String> login(@Valid @RequestBody Credentials sent) {
        Optional<String> hash = accounts.hashOf(sent.email());
        boolean matches = passwords.matches(sent.whole(), hash.orElse(nobody));
        if (hash.isEmpty() || !matches) {
            throw new ResponseStatusException(HttpStatus.UNAUTHORIZED, "E-mail or password is wrong.");
        }
        return Map.of("token", random.generateKey());
    }
}
