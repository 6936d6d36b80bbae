"""Bounds what one question may cost: a store that answers strangers stops a query after some seconds."""

from __future__ import annotations

import time
from typing import Any, Final

import sqlalchemy as sa

from .database import Database

_STEPS: Final = 20_000


def limit_time(database: Database, seconds: float) -> None:
    """Let every transaction of a store fail with SapxepError after so many seconds."""
    if database.engine.dialect.name == "postgresql":

        @sa.event.listens_for(database.engine, "begin")
        def _begin(connection: sa.Connection) -> None:
            connection.exec_driver_sql(f"SET LOCAL statement_timeout = {int(seconds * 1000)}")

        return

    @sa.event.listens_for(database.engine, "begin")
    def _watch(connection: sa.Connection) -> None:
        end = time.monotonic() + seconds
        raw: Any = connection.connection.driver_connection
        raw.set_progress_handler(lambda: time.monotonic() > end, _STEPS)
