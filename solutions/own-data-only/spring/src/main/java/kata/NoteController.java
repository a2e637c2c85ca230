package kata;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Notes and their comments. The user comes from the token and the id from the path; a body has no place for either. */
@RestController
@RequestMapping("/notes")
class NoteController {

    record NewNote(@NotEmpty String title, @NotEmpty String text) {}

    /** What changes a note: null means that a field was not sent. One that is sent as null is refused. */
    static class Change {
        @JsonSetter(nulls = Nulls.FAIL)
        @Size(min = 1)
        public String title;

        @JsonSetter(nulls = Nulls.FAIL)
        @Size(min = 1)
        public String text;
    }

    record NewComment(@NotEmpty String text) {}

    record Several(@NotNull List<Object> ids) {}

    private final NoteRepository notes;

    NoteController(NoteRepository notes) {
        this.notes = notes;
    }

    @GetMapping
    List<Note> list(@RequestAttribute long user, @RequestParam(defaultValue = "") String q) {
        return notes.containing(user, q);
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    Note create(@RequestAttribute long user, @Valid @RequestBody NewNote sent) {
        return notes.create(user, sent.title(), sent.text());
    }

    @GetMapping("/{id}")
    Note read(@RequestAttribute long user, @PathVariable long id) {
        return notes.find(user, id).orElseThrow(NoteController::notFound);
    }

    @PutMapping("/{id}")
    Note replace(@RequestAttribute long user, @PathVariable long id, @Valid @RequestBody NewNote sent) {
        return notes.update(user, id, sent.title(), sent.text()).orElseThrow(NoteController::notFound);
    }

    @PatchMapping("/{id}")
    Note change(@RequestAttribute long user, @PathVariable long id, @Valid @RequestBody Change sent) {
        return notes.update(user, id, sent.title, sent.text).orElseThrow(NoteController::notFound);
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@RequestAttribute long user, @PathVariable long id) {
        if (!notes.delete(user, id)) {
            throw notFound();
        }
    }

    @PostMapping("/bulk-delete")
    Map<String, Long> deleteAll(@RequestAttribute long user, @Valid @RequestBody Several sent) {
        return Map.of("deleted", notes.deleteAll(user, sent.ids()));
    }

    @GetMapping("/{id}/comments")
    List<Comment> comments(@RequestAttribute long user, @PathVariable long id) {
        read(user, id); // an empty list would not tell whether there is such a note
        return notes.comments(user, id);
    }

    @PostMapping("/{id}/comments")
    @ResponseStatus(HttpStatus.CREATED)
    Comment createComment(@RequestAttribute long user, @PathVariable long id, @Valid @RequestBody NewComment sent) {
        return notes.createComment(user, id, sent.text()).orElseThrow(NoteController::notFound);
    }

    @DeleteMapping("/{id}/comments/{comment}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void deleteComment(@RequestAttribute long user, @PathVariable long id, @PathVariable long comment) {
        if (!notes.deleteComment(user, id, comment)) {
            throw notFound();
        }
    }

    private static ResponseStatusException notFound() {
        return new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no such note.");
    }
}
