package kata;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.validation.BindException;
import org.springframework.validation.FieldError;
import org.springframework.validation.ObjectError;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** How mistakes are answered, whichever controller they come from. ProblemDetail is the form of RFC 9457. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE) // before Spring's own
class Problems {

    record Mistake(String field, String code) {}

    @ExceptionHandler
    ProblemDetail invalid(BindException mistakes) {
        ProblemDetail problem = ProblemDetail.forStatus(HttpStatus.UNPROCESSABLE_ENTITY);
        problem.setTitle("The order is not valid");
        problem.setProperty("errors", mistakes.getAllErrors().stream().map(this::shown).toList());
        return problem;
    }

    private Mistake shown(ObjectError error) {
        String field = error instanceof FieldError at ? at.getField() : ""; // a field may be called "", too
        return new Mistake(field, error.getCode());
    }
}
