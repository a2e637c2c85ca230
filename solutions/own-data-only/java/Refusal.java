/** The end of a request with an error that the client is told about. */
final class Refusal extends RuntimeException {

    final int status;

    Refusal(int status, String reason) {
        super(reason);
        this.status = status;
    }
}
