"""Whose pages may ask? Your server keeps messages, but it lets no page in yet. Read README.md, then fill it in."""

import os
from itertools import count

import uvicorn
from fastapi import FastAPI, HTTPException
from pydantic import BaseModel

app = FastAPI()

ALLOWED_ORIGINS = os.environ["ALLOWED_ORIGINS"]  # one text, with commas

# TODO R2 to R5: add the headers to every answer. A middleware sees them all; FastAPI brings one for this.
# TODO R6: compare whole origins with those in ALLOWED_ORIGINS.
# TODO R7, R8: a preflight is an OPTIONS request, and no route answers it yet.


class NewMessage(BaseModel):
    text: str


class Message(NewMessage):
    id: int


messages: dict[int, Message] = {}
next_id = count(1)


@app.get("/messages")
async def list_messages() -> list[Message]:
    return list(messages.values())


@app.post("/messages", status_code=201)
async def create_message(new: NewMessage) -> Message:
    message = Message(id=next(next_id), text=new.text)
    messages[message.id] = message
    return message


@app.delete("/messages/{message_id}", status_code=204)
async def delete_message(message_id: int) -> None:
    if messages.pop(message_id, None) is None:
        raise HTTPException(404, "There is no such message.")


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ["PORT"]))
