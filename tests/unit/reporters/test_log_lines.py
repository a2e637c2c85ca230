import pytest

from runner.reporters.terminal.log_lines import telling_lines

STAMP = "[22461] [Thu Nov 26 12:56:38 2026] "


def of_server(*lines):
    """Return lines as `php -S` prints them."""
    return "".join(f"{STAMP}{line}\n" for line in lines)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (
            "PHP Fatal error:  Uncaught TypeError: no int in /home/ada/index.php:12\nStack trace:\n#0 {main}\n  thrown",
            "/home/ada/index.php:12: Fatal error: Uncaught TypeError: no int",
        ),
        (
            "PHP Parse error:  syntax error in /home/ada/index.php on line 3",
            "/home/ada/index.php:3: Parse error: syntax error",
        ),
        (
            'PHP Error: Class "Rout" not found in /home/ada/index.php:7',
            '/home/ada/index.php:7: Error: Class "Rout" not found',
        ),
    ],
)
def test_an_error_of_php_is_told_with_its_place_and_nothing_else(line, told):
    log = of_server("127.0.0.1:47626 Accepted", line, "127.0.0.1:47626 [500]: GET /json", "127.0.0.1:47626 Closing")

    assert telling_lines(log, 2) == [told]


def test_what_php_says_of_connections_is_left_out():
    log = of_server("127.0.0.1:47626 Accepted", "my own line", "127.0.0.1:47626 Closing")

    assert telling_lines(log, 2) == ["my own line"]


def test_the_whole_log_is_shown_to_who_asks_for_it():
    log = of_server("PHP Warning:  a in /home/ada/index.php on line 3", "my own line")

    assert telling_lines(log, 20) == ["PHP Warning:  a in /home/ada/index.php on line 3", "my own line"]


JAVA = """java.lang.IllegalStateException: an older one
\tat App.handle(App.java:19)
java.io.FileNotFoundException: x (No such file or directory)
\tat java.base/java.io.FileInputStream.open0(Native Method)
\tat java.base/java.io.FileInputStream.<init>(FileInputStream.java:157)
\tat com.example.App.handle(App.java:20)
\tat App.main(App.java:40)
\tat jdk.httpserver/com.sun.net.httpserver.Filter$Chain.doFilter(Filter.java:98)
"""
SPRING = """2026-11-26 ERROR 1 --- [exec-1] o.a.c.c.C.[dispatcherServlet] : Servlet.service() threw exception
java.lang.NumberFormatException: For input string: "x"
\tat java.base/java.lang.Integer.parseInt(Integer.java:652) ~[na:na]
\tat kata.App.hello(App.java:20) ~[classes/:na]
\tat org.springframework.web.servlet.X.invoke(X.java:1) ~[spring-web-6.1.jar:6.1]
\t... 12 common frames omitted
"""


def test_of_java_the_last_error_and_the_first_call_of_the_learners_own():
    assert telling_lines(JAVA, 2) == ["App.java:20: java.io.FileNotFoundException: x (No such file or directory)"]
    assert telling_lines(SPRING, 2) == ['App.java:20: java.lang.NumberFormatException: For input string: "x"']


def test_a_java_error_in_libraries_alone_has_no_place():
    log = "Oops\n\tat java.base/java.lang.Thread.run(Thread.java:829)\n"
    assert telling_lines(log, 2) == ["Oops", "    at java.base/java.lang.Thread.run(Thread.java:829)"]
