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


NODE = """listening
TypeError: Cannot read properties of undefined (reading 'y')
    at pick (/home/ada/shop.js:1:30)
    at new Shop (file:///home/ada/shop.mjs:2:29)
    at async /home/ada/app.js:3:56
    at Layer.handle [as handle_request] (/home/ada/node_modules/express/lib/router/layer.js:95:5)
    at Server.emit (node:events:524:28)
    at parserOnIncoming (node:_http_server:1139:12)
"""
CAUSED = """failed: TypeError: fetch failed
    at node:internal/deps/undici/undici:14976:13
    at async Server.<anonymous> (/home/ada/app.js:5:8) {
  [cause]: Error: bad port
      at fetch (node:internal/deps/undici/undici:10576:20)
      at Server.<anonymous> (/home/ada/app.js:4:14) {
    code: 'X'
  }
}
"""


def test_of_node_the_error_is_told_with_the_calls_of_the_learners_own():
    assert telling_lines(NODE, 2) == [
        "/home/ada/shop.js:1 in pick: TypeError: Cannot read properties of undefined (reading 'y')",
        "called at /home/ada/shop.mjs:2 in Shop, /home/ada/app.js:3",
    ]
    assert telling_lines(NODE + "Node.js v22.1.0\nlater\n", 3)[-1] == "later"
    assert telling_lines(CAUSED, 3) == ["/home/ada/app.js:4: Error: bad port"]


def test_an_error_of_node_in_libraries_alone_is_told_without_its_calls():
    log = "Error: connect ECONNREFUSED\n    at TCPConnectWrap.afterConnect [as oncomplete] (node:net:1555:16)\n"
    assert telling_lines(log, 2) == ["Error: connect ECONNREFUSED"]


def test_the_whole_log_of_node_leaves_out_the_calls_within_libraries():
    assert telling_lines(NODE, 20)[-2:] == ["    at async /home/ada/app.js:3:56", "    (3 calls within libraries)"]


PYTHON = """Traceback (most recent call last):
  File "/home/ada/old.py", line 1, in old
    old()
KeyError: 'old'

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "/usr/lib/python3.11/site-packages/flask/app.py", line 99, in dispatch
    return self.view()
           ^^^^^^^^^^^
  File "/home/ada/app.py", line 10, in greeting
    return make()
  File "/home/ada/helper.py", line 6, in make
    return {}["id"]
           ~~^^^^^^
KeyError: 'id'
"""


def test_of_python_the_calls_of_the_last_error_are_told():
    told = ["/home/ada/helper.py:6 in make: KeyError: 'id'", "called at /home/ada/app.py:10 in greeting"]
    assert telling_lines(PYTHON, 2) == told


def test_the_whole_log_of_python_names_own_places_and_counts_the_others():
    assert telling_lines(PYTHON, 20)[-7:] == [
        "    (1 call within libraries)",
        "  /home/ada/app.py:10 in greeting",
        "    return make()",
        "  /home/ada/helper.py:6 in make",
        '    return {}["id"]',
        "           ~~^^^^^^",
        "KeyError: 'id'",
    ]


def test_a_traceback_within_libraries_alone_stays_as_it_is():
    log = 'Traceback (most recent call last):\n  File "/usr/lib/python3.11/socket.py", line 1, in x\n    y\nOSError\n'
    assert telling_lines(log, 20) == log.splitlines()


GO = """2026/11/27 11:28:04 http: panic serving 127.0.0.1:54808: runtime error: index out of range [4] with length 1
goroutine 11 [running]:
net/http.(*conn).serve.func1()
\t{std}net/http/server.go:1897 +0xbd
panic({{0x733760?, 0x10ab6d8a61b0?}})
\t{std}runtime/panic.go:860 +0x13a
main.pick(...)
\t{own}main.go:6
main.handler({{0x62dd65?, 0x10ab6d88e0e0?}}, 0x0?)
\t{own}main.go:9 +0x14
net/http.HandlerFunc.ServeHTTP(0x4804f9?, {{0x77a5c8?, 0x10ab6da06000?}}, 0x10ab6d977b30?)
\t{std}net/http/server.go:2286 +0x29
created by net/http.(*Server).Serve in goroutine 7
\t{std}net/http/server.go:3464 +0x485
"""


@pytest.mark.parametrize(
    ("std", "own", "told"), [("/usr/local/go/src/", "/home/ada/", "/home/ada/"), ("", "example.com/app/", "")]
)
def test_of_a_panic_in_go_the_own_calls_are_told(std, own, told):
    assert telling_lines(GO.format(std=std, own=own), 2) == [
        f"{told}main.go:6 in pick: panic: runtime error: index out of range [4] with length 1",
        f"called at {told}main.go:9 in handler",
    ]
    assert sum("within libraries" in line for line in telling_lines(GO.format(std=std, own=own), 20)) == 2
