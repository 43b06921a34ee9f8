"""How the API answers: JSON with an ETag, problems as RFC 9457 has them, cursors that only the server reads."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from fastapi import Request
from pydantic import BaseModel, Field
from starlette.responses import Response

from archiver.errors import UsageError
from archiver.web.inquiry import Inquiry


class Problem(BaseModel):
    """What went wrong (RFC 9457)."""

    type: str = Field(examples=["about:blank"])
    title: str
    status: int
    detail: str = Field(description="One sentence: what, where, and what to do.")


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The problems that an operation may answer with, for its description."""
    content = {"application/problem+json": {"schema": Problem.model_json_schema()}}
    return {status: {"description": "A problem", "content": content} for status in (400, 401, 422, 429, 503, *statuses)}


def answer(request: Request, data: Mapping[str, Any] | list[Any]) -> Response:
    """The data as JSON; nothing but 304 where the asker has it already."""
    return tagged(request, json.dumps(data, ensure_ascii=False).encode(), "application/json")


def tagged(request: Request, body: bytes, media_type: str) -> Response:
    headers = {"ETag": f'"{sha256(body).hexdigest()[:32]}"', "Cache-Control": "private, no-cache"}
    known = request.headers.get("if-none-match", "")
    if headers["ETag"] in (tag.strip().removeprefix("W/") for tag in known.split(",")):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=media_type, headers=headers)


def cursor(asked: Inquiry, offset: int) -> str:
    """Where the next answers of this inquiry begin."""
    return urlsafe_b64encode(f"{offset}.{_digest(asked)}".encode()).decode().rstrip("=")


def offset_of(asked: Inquiry, given: str | None) -> int:
    """Where a cursor points. Raises UsageError for one that was not made for this inquiry."""
    if given is None:
        return 0
    try:
        offset, _, digest = urlsafe_b64decode(given + "=" * (-len(given) % 4)).decode("ascii").partition(".")
        if digest == _digest(asked) and offset.isdecimal():
            return int(offset)
    except ValueError:
        pass
    raise UsageError("This cursor belongs to another search; leave it out to begin at the first answer.")


def _digest(asked: Inquiry) -> str:
    return sha256(repr(asked.but()).encode("utf-8", "surrogatepass")).hexdigest()[:16]
