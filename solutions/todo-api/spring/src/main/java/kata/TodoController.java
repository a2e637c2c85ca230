package kata;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.math.BigDecimal;
import java.net.URI;
import java.util.List;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

@RestController
class TodoController {

    /** What makes a todo. */
    record NewTodo(@NotNull String title, boolean completed, BigDecimal order) {}

    /** What changes one: null means that a field was not sent. A title that is sent as null is refused. */
    static class Change {
        @JsonSetter(nulls = Nulls.FAIL)
        public String title;
        public Boolean completed;
        public BigDecimal order;

        Todo of(Todo todo) {
            return new Todo(
                title == null ? todo.title() : title,
                completed == null ? todo.completed() : completed,
                order == null ? todo.order() : order);
        }
    }

    /** A todo as clients see it, with the address at which they find it again. */
    record Shown(String title, boolean completed, BigDecimal order, URI url) {}

    // Both may be used by many threads at once. The id only ever counts up, so that none comes twice.
    private final ConcurrentNavigableMap<Long, Todo> todos = new ConcurrentSkipListMap<>();
    private final AtomicLong lastId = new AtomicLong();

    @GetMapping("/")
    List<Shown> list() {
        return todos.entrySet().stream().map(entry -> shown(entry.getKey(), entry.getValue())).toList();
    }

    @PostMapping("/")
    @ResponseStatus(HttpStatus.CREATED)
    Shown create(@Valid @RequestBody NewTodo sent) {
        Todo todo = new Todo(sent.title(), sent.completed(), sent.order());
        long id = lastId.incrementAndGet();
        todos.put(id, todo);
        return shown(id, todo);
    }

    @DeleteMapping("/")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void deleteAll() {
        todos.clear();
    }

    @GetMapping("/{id}")
    Shown read(@PathVariable long id) {
        return shown(id, existing(todos.get(id)));
    }

    @PatchMapping("/{id}")
    Shown change(@PathVariable long id, @RequestBody Change change) {
        // Reading and replacing in one step: of two changes at once both count, and what is deleted stays deleted.
        return shown(id, existing(todos.computeIfPresent(id, (key, todo) -> change.of(todo))));
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable long id) {
        existing(todos.remove(id));
    }

    private static Todo existing(Todo found) {
        if (found == null) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no such todo.");
        }
        return found;
    }

    private static Shown shown(long id, Todo todo) {
        URI url = ServletUriComponentsBuilder.fromCurrentContextPath().path("/{id}").build(id);
        return new Shown(todo.title(), todo.completed(), todo.order(), url);
    }
}
