package kata;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.security.crypto.keygen.KeyGenerators;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
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

    record Registered(long id, String email) {}

    private final AccountRepository accounts;
    private final PasswordEncoder passwords;
    private final Tokens tokens;

    // Stands in for an account that does not exist, so that "no such account" takes as long as "wrong password".
    private final String nobody;

    AccountController(AccountRepository accounts, PasswordEncoder passwords, Tokens tokens) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.tokens = tokens;
        this.nobody = passwords.encode(KeyGenerators.string().generateKey());
    }

    @PostMapping("/register")
    @ResponseStatus(HttpStatus.CREATED)
    Registered register(@Valid @RequestBody Credentials sent) {
        return accounts.create(sent.email(), passwords.encode(sent.whole()))
            .map(id -> new Registered(id, sent.email()))
            .orElseThrow(() -> new ResponseStatusException(HttpStatus.CONFLICT, "This e-mail has an account already."));
    }

    @PostMapping("/login")
    Map<String, String> login(@Valid @RequestBody Credentials sent) {
        Optional<AccountRepository.Account> account = accounts.find(sent.email());
        boolean matches = passwords.matches(sent.whole(), account.map(AccountRepository.Account::hash).orElse(nobody));
        if (account.isEmpty() || !matches) {
            throw new ResponseStatusException(HttpStatus.UNAUTHORIZED, "E-mail or password is wrong.");
        }
        return Map.of("token", tokens.giveTo(account.get().id()));
    }

    @GetMapping("/me")
    AccountRepository.Me me(@RequestAttribute long user) {
        return accounts.me(user);
    }
}
