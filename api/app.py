"""How is the server put together?

``create_app`` is a factory: it builds an app from settings and touches nothing until the app
starts. Then it opens the store, reads the catalogue in a thread, and looks after runs and webhooks
until it stops.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable
from datetime import datetime
from importlib.metadata import version

from fastapi import Depends, FastAPI
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import Route

from api import pages
from api.assistants.mount import Assistants
from api.commongrants import routes as commongrants
from api.feeds.delivery import Deliverer
from api.http import openapi, problems
from api.http.dependencies import as_asked
from api.http.limits import WrongKeys
from api.http.metrics import Metrics
from api.http.middleware import Gate
from api.http.routes import (
    assignments,
    drafts,
    imports,
    judgments,
    keys,
    learning,
    notifications,
    partners,
    pools,
    profiles,
    programmes,
    sights,
    state,
)  # fmt: skip
from api.http.routes import matches as matching
from api.http.routes import runs as running
from api.runs.queue import Supervisor
from api.settings import ServeSettings
from api.store.records import Records
from api.usecases.context import AppContext
from api.usecases.erasure import Finisher
from api.usecases.feeding import look
from api.usecases.freshness import RunKeeper
from api.usecases.notifications import tell_news
from api.usecases.prefetch import AnswerPrefetcher

__all__ = ["create_app"]

log = logging.getLogger("allymatch")

_NEWS_S = 300.0
_DELIVERY_S = 1.0
_FEED_S = 600.0


def create_app(
    settings: ServeSettings | None = None, clock: Callable[[], datetime] | None = None
) -> FastAPI:
    """An app of the server.

    Args:
        settings: From the environment if absent, as ``uvicorn --factory`` has it.
        clock: Tells the time; tests set it.
    """
    context = AppContext(settings or ServeSettings.load(), clock)
    app = FastAPI(
        title="allymatch",
        version=version("allymatch"),
        # A route of its own serves the description, so that it is held to what all routes are.
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan,
        redirect_slashes=False,
        dependencies=[Depends(as_asked)],
        generate_unique_id_function=openapi.operation_id,
    )
    app.state.context, app.state.measures = context, Metrics()
    app.state.wrong = WrongKeys(context.settings.wrong_keys_per_minute)
    modules = (
        # Judgments first: the last route of programmes takes any path.
        *(state, profiles, drafts, matching, judgments, learning, programmes, imports, pools),
        *(partners, assignments),
        *(notifications, running, keys, sights, commongrants),
    )
    routers = [*(module.router for module in modules), profiles.erasures]
    for router in routers:
        app.include_router(router)
    pages.install(app)
    app.state.agents = Assistants(context)
    app.router.routes.append(Route("/mcp", app.state.agents, methods=["GET", "POST", "DELETE"]))
    problems.install(app)
    openapi.install(app, routers)
    app.add_middleware(Gate, context=context, measures=app.state.measures, wrong=app.state.wrong)
    if context.settings.cors_origins:
        # Outermost, so that a page of those sites reads refusals too.
        app.add_middleware(
            CORSMiddleware,
            allow_origins=context.settings.cors_origins,
            allow_methods=["GET", "POST", "PUT", "DELETE"],
            allow_headers=[
                "Authorization", "Content-Type", "If-Match", "If-None-Match", "X-API-Key",
                "X-Request-ID",
            ],
            expose_headers=["ETag", "Link", "Location", "Retry-After", "X-Request-ID"],
        )  # fmt: skip
    return app


@contextlib.asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    context: AppContext = app.state.context
    finisher, keeper = Finisher(context), RunKeeper(context)

    def also() -> None:
        finisher.look()
        keeper.look()

    supervisor = Supervisor(context.settings, also)
    ahead = AnswerPrefetcher(context, lambda: supervisor.leads)
    ahead.start()
    tasks = [
        asyncio.create_task(_make_ready(app)),
        asyncio.create_task(supervisor.watch()),
        asyncio.create_task(_tell(context, lambda: supervisor.leads)),
        asyncio.create_task(_feed(context, lambda: supervisor.leads)),
    ]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.to_thread(ahead.close)
        supervisor.close()
        context.close()


async def _make_ready(app: FastAPI) -> None:
    context: AppContext = app.state.context
    try:
        engine = await asyncio.to_thread(lambda: context.engine)
        # The first text that nobody has sent before should not have to wait for the model.
        await asyncio.to_thread(engine.guest.encoder.encode, ["ready"])
    except Exception:
        log.exception("the catalogue or the model cannot be read")
    await app.state.agents.serve()


async def _feed(context: AppContext, leads: Callable[[], bool]) -> None:
    """Bring published calls once a day, if there are feeds; one process does it."""
    while context.settings.feeds:
        await asyncio.sleep(_FEED_S)
        try:
            if leads():
                await asyncio.to_thread(look, context)
        except Exception:
            log.exception("published calls could not be brought")


async def _tell(context: AppContext, leads: Callable[[], bool]) -> None:
    """Send what is due every second, and look for news every few minutes; one process does it."""
    loop = asyncio.get_running_loop()
    last = loop.time()
    private = context.settings.private_webhooks
    deliverer = Deliverer(lambda: Records(context.settings.store), private=private)

    def look_for_news() -> None:
        tell_news(context)
        deliverer.clear(context.records)

    try:
        while True:
            await asyncio.sleep(_DELIVERY_S)
            try:
                if not leads():
                    continue
                if loop.time() - last > _NEWS_S:
                    last = loop.time()
                    await asyncio.to_thread(look_for_news)
                await asyncio.to_thread(lambda: deliverer.step(context.records))
            except Exception:
                log.exception("news could not be told")
    finally:
        deliverer.close()
