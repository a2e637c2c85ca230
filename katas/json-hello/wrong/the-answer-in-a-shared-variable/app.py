import asyncio
import os

import uvicorn
from fastapi import FastAPI, Response

app = FastAPI()
answer = None


async def write_to_the_log():
    await asyncio.sleep(0.05)  # stands for slow work, and holds the window open


@app.get("/json")
async def hello_json():
    global answer
    answer = Response('{"message":"Hello, World!"}', media_type="application/json")
    await write_to_the_log()
    return answer


@app.get("/plaintext")
async def hello_plaintext():
    global answer
    answer = Response("Hello, World!", media_type="text/plain")
    await write_to_the_log()
    return answer


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ["PORT"]))
