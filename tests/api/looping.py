"""Runs a coroutine to its end, whatever else runs in this thread.

A browser that is driven in steps holds the thread's own loop for as long as it is open.
"""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any


def in_a_loop(made: Coroutine[Any, Any, Any]) -> Any:
    """What a coroutine gives, run in a thread and a loop of its own."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, made).result()
