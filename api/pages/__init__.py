"""How does a person use the server with a browser?

Plain pages, rendered here: they need no script, and fetch nothing from anybody else. Each form
carries a secret of its session. The pages show what the same use cases answer that machines ask.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from starlette.staticfiles import StaticFiles

from api.pages import (
    admin,
    answers,
    catalogue,
    design,
    desk,
    editing,
    founders,
    guests,
    importing,
    making,
    officers,
    reference,
    routes,
)
from api.pages.render import show_problem

if TYPE_CHECKING:
    from fastapi import FastAPI

__all__ = ["install"]


def install(app: FastAPI) -> None:
    """Add the pages to this app."""
    for module in (
        guests,
        answers,
        founders,
        editing,
        importing,
        making,
        officers,
        desk,
        catalogue,
        admin,
        design,
        reference,
        routes,
    ):
        app.include_router(module.router)
    app.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"), name="static")
    app.state.show_problem = show_problem
