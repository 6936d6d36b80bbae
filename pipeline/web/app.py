"""Puts the pages together: routes, headers that keep browsers safe, errors as pages or JSON."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from importlib.resources import files
from typing import Final

import anyio.to_thread
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, Response
from starlette.exceptions import HTTPException
from starlette.middleware.trustedhost import TrustedHostMiddleware

from .. import __version__
from ..errors import SapxepError
from ..register.register import Register
from ..store.database import Database
from ..store.limits import limit_time
from . import place_pages, record_pages, search_pages
from .environment import environment
from .site import Site, render

_SECONDS: Final = 10.0
# No more than the store's pool has connections, so that no reader waits for one that waits for a thread.
_THREADS: Final = 12
_STATIC: Final = {"style.css": "text/css; charset=utf-8", "icon.svg": "image/svg+xml"}
_HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-cache",
}
_log = logging.getLogger(__name__)


def make_app(database: Database, register: Register, hosts: Sequence[str] = ("127.0.0.1", "localhost")) -> FastAPI:
    """The application over a store; requests that name another host than `hosts` are refused."""
    limit_time(database, _SECONDS)
    app = FastAPI(
        title="sapxep", version=__version__, docs_url=None, redoc_url=None, lifespan=_lifespan,
        description="What articles tell of Vietnam's administrative units. Every page has a twin with .json.",
    )  # fmt: skip
    app.state.site = Site(database, register, environment())
    app.include_router(search_pages.router)
    app.include_router(record_pages.router)
    app.include_router(place_pages.router)
    app.add_api_route("/about", _about, response_class=HTMLResponse, include_in_schema=False)
    app.add_api_route("/static/{name}", _static, include_in_schema=False)
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(RequestValidationError, _misread)
    app.add_exception_handler(SapxepError, _failed)
    app.middleware("http")(_guard)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(hosts))
    return app


@asynccontextmanager
async def _lifespan(_app: FastAPI) -> AsyncIterator[None]:
    anyio.to_thread.current_default_thread_limiter().total_tokens = _THREADS
    yield


async def _guard(request: Request, call: Callable[[Request], Awaitable[Response]]) -> Response:
    response = await call(request)
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    return response


def _about(request: Request) -> HTMLResponse:
    return render(request, "about.html")


def _static(name: str) -> Response:
    """One of the files that ship with the pages; no other name leads to a file."""
    if name not in _STATIC:
        raise HTTPException(404, "no such file")
    content = files(__package__ or "").joinpath("static", name).read_bytes()
    return Response(content, media_type=_STATIC[name], headers={"Cache-Control": "max-age=300"})


def _wants_page(request: Request) -> bool:
    last = request.url.path.rsplit("/", 1)[-1]
    return "." not in last


def _told(request: Request, status: int, what: str) -> Response:
    if _wants_page(request):
        return render(request, "error.html", status, code=status, what=what)
    return JSONResponse({"detail": what}, status)


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101  # registered for it
    response = _told(request, error.status_code, str(error.detail))
    response.headers.update(error.headers or {})
    return response


async def _misread(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101  # registered for it
    faults = [{"loc": list(one["loc"]), "msg": one["msg"], "type": one["type"]} for one in error.errors()]
    if _wants_page(request):
        told = "; ".join(f"{fault['loc'][-1]}: {fault['msg']}" for fault in faults)
        return render(request, "error.html", 422, code=422, what=told)
    return JSONResponse({"detail": faults}, 422)


async def _failed(request: Request, error: Exception) -> Response:
    # The error names the database, which is none of a reader's business.
    _log.error("%s: %s", request.url.path, error)
    return _told(request, 503, "the store did not answer in time; narrow the question or try again")
