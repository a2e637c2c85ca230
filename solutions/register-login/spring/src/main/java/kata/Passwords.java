package kata;

import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.crypto.password.DelegatingPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.crypto.password.Pbkdf2PasswordEncoder;
import org.springframework.security.crypto.password.Pbkdf2PasswordEncoder.SecretKeyFactoryAlgorithm;

/** How passwords are hashed: slowly on purpose, each with a new random salt. */
@Configuration
class Passwords {

    private static final int SALT_BYTES = 16;
    private static final int ITERATIONS = 20_000; // 50 to 100 ms

    /** What is stored begins with the name of the function, so that another one can follow later. */
    @Bean
    PasswordEncoder passwordEncoder() {
        PasswordEncoder pbkdf2 = new Pbkdf2PasswordEncoder(
            "", SALT_BYTES, ITERATIONS, SecretKeyFactoryAlgorithm.PBKDF2WithHmacSHA256);
        return new DelegatingPasswordEncoder("pbkdf2-20k", Map.of("pbkdf2-20k", pbkdf2));
    }
}
