package kata;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.validation.BindException;
import org.springframework.validation.FieldError;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/** How mistakes are answered, whichever controller they come from. ProblemDetail is the form of RFC 9457. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE) // before Spring's own
class Problems {

    record Mistake(String field, String code) {}

    @ExceptionHandler
    ProblemDetail invalid(BindException mistakes) {
        ProblemDetail problem = ProblemDetail.forStatus(HttpStatus.UNPROCESSABLE_ENTITY);
        problem.setTitle("The order is not valid");
        problem.setProperty("errors", mistakes.getFieldErrors().stream().map(this::shown).toList());
        return problem;
    }

    /** An id that is no number is one that no order has. */
    @ExceptionHandler
    ProblemDetail noSuchId(MethodArgumentTypeMismatchException mismatch) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.NOT_FOUND, "There is no such order.");
    }

    private Mistake shown(FieldError error) {
        return new Mistake(error.getField(), error.getCode());
    }
}
