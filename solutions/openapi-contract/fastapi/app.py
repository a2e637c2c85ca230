"""Parcels. FastAPI writes the document from the types; what it cannot know stands in `responses`."""

import os
from itertools import count, islice
from typing import Annotated

import uvicorn
from fastapi import FastAPI, HTTPException, Query
from pydantic import BaseModel, ConfigDict, Field

app = FastAPI(title="Parcels", version="1.0.0")


class NewParcel(BaseModel):
    model_config = ConfigDict(strict=True)  # "900" and true are no numbers, as the document says

    to: Annotated[str, Field(min_length=1, max_length=80)]
    grams: Annotated[int, Field(ge=1, le=30000)]
    fragile: bool = False


class Parcel(NewParcel):
    id: str


class Refusal(BaseModel):
    detail: str


NOT_FOUND = {404: {"model": Refusal, "description": "There is no such parcel"}}
NOT_READ = {400: {"model": Refusal, "description": "The body cannot be read at all"}}

parcels: dict[str, Parcel] = {}
next_id = count(1)


@app.post("/parcels", status_code=201, responses=NOT_READ)
async def create_parcel(new: NewParcel) -> Parcel:
    parcel = Parcel(id=str(next(next_id)), **new.model_dump())
    parcels[parcel.id] = parcel
    return parcel


@app.get("/parcels")
async def list_parcels(limit: Annotated[int, Query(ge=1, le=100)] = 20) -> list[Parcel]:
    return list(islice(parcels.values(), limit))


@app.get("/parcels/{parcel_id}", responses=NOT_FOUND)
async def read_parcel(parcel_id: str) -> Parcel:
    if parcel_id not in parcels:
        raise HTTPException(404, "There is no such parcel.")
    return parcels[parcel_id]


@app.delete("/parcels/{parcel_id}", status_code=204, responses=NOT_FOUND)
async def delete_parcel(parcel_id: str) -> None:
    if parcels.pop(parcel_id, None) is None:
        raise HTTPException(404, "There is no such parcel.")


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ["PORT"]))
