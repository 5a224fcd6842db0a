"""How do the routes of pages get the form that was sent?"""

from __future__ import annotations

from typing import Annotated, TypeAlias

from fastapi import Depends, Request

from api.pages.render import Sent, form_of

__all__ = ["Fields"]


async def _form_sent(request: Request) -> Sent:
    return await form_of(request)


Fields: TypeAlias = Annotated[Sent, Depends(_form_sent)]
