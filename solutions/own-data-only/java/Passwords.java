import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Passwords that can be checked but never read back. */
final class Passwords {

    private static final int ITERATIONS = 20_000; // 50 to 100 ms; stored with each hash, so that it can grow
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Stands in for an account that does not exist, so that "no such account" takes as long as "wrong password". */
    static final String NOBODY = hash(Base64.getEncoder().encodeToString(randomBytes(32)));

    /** What is stored of a password: how often it was hashed, a new random salt, and the hash. */
    static String hash(String password) {
        byte[] salt = randomBytes(16);
        return ITERATIONS + ":" + encoded(salt) + ":" + encoded(pbkdf2(password, salt, ITERATIONS));
    }

    static boolean matches(String password, String stored) {
        String[] parts = stored.split(":");
        byte[] salt = Base64.getDecoder().decode(parts[1]);
        byte[] expected = Base64.getDecoder().decode(parts[2]);
        // isEqual takes equally long wherever the first difference is.
        return MessageDigest.isEqual(pbkdf2(password, salt, Integer.parseInt(parts[0])), expected);
    }

    private static byte[] pbkdf2(String password, byte[] salt, int iterations) {
        // PBKDF2 fills a short password up with NULs. The full stop makes a NUL at the end of the password count, too.
        char[] whole = (password + ".").toCharArray();
        try {
            SecretKeyFactory factory = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256");
            return factory.generateSecret(new PBEKeySpec(whole, salt, iterations, 256)).getEncoded();
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing); // every Java since 8 has it
        }
    }

    static byte[] randomBytes(int size) {
        byte[] bytes = new byte[size];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    private static String encoded(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private Passwords() {}
}
