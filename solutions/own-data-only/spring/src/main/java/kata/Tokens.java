package kata;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.springframework.security.crypto.keygen.Base64StringKeyGenerator;
import org.springframework.security.crypto.keygen.StringKeyGenerator;
import org.springframework.stereotype.Component;

/** Tokens are 32 random bytes. Only their hash is stored, so a stolen database opens no session. */
@Component
class Tokens {

    private static final String SCHEME = "Bearer ";

    private final AccountRepository accounts;
    private final StringKeyGenerator random = new Base64StringKeyGenerator(32);

    Tokens(AccountRepository accounts) {
        this.accounts = accounts;
    }

    String giveTo(long account) {
        String token = random.generateKey();
        accounts.openSession(digest(token), account);
        return token;
    }

    /** The user whose token the request carries. */
    Optional<Long> userOf(HttpServletRequest request) {
        String header = request.getHeader("Authorization");
        if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Optional.empty();
        }
        return accounts.userOf(digest(header.substring(SCHEME.length())));
    }

    /** A fast hash is enough here: nobody can guess 32 random bytes. */
    private static String digest(String token) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing); // every Java has it
        }
    }
}
