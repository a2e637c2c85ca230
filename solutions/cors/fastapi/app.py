"""Messages, and a list of the origins whose pages may use them."""

import os
from itertools import count

import uvicorn
from fastapi import FastAPI, HTTPException
from fastapi.middleware.cors import CORSMiddleware
from pydantic import BaseModel

app = FastAPI()
app.add_middleware(
    CORSMiddleware,
    allow_origins=os.environ["ALLOWED_ORIGINS"].split(","),
    allow_credentials=True,
    allow_methods=["GET", "POST", "DELETE"],
    allow_headers=["Content-Type", "X-Request-Id"],
)


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
