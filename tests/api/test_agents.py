"""Do assistants get small answers, and no more than their key may see?"""

import json
import os
import sys
from contextlib import asynccontextmanager

import httpx2
import pytest
from mcp.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp.client.streamable_http import streamable_http_client

from api.assistants.tools import make_server
from api.settings import ServeSettings
from api.store.keys import Caller
from api.usecases.context import AppContext
from matcher.settings import Settings
from tests.api.looping import in_a_loop

TOOLS = {
    "profiles", "match", "match_text", "screen", "explain", "search", "deadlines", "questions",
    "near_misses",
}  # fmt: skip


def said(result):
    return result.structured_content or json.loads(result.content[0].text)


@asynccontextmanager
async def served(server, who):
    """A client of the running server, over HTTP with somebody's key."""
    headers = {"Authorization": f"Bearer {server.keys[who]}"}
    async with httpx2.AsyncClient(headers=headers, timeout=60) as http:
        transport = streamable_http_client(f"{server.url}/mcp", http_client=http)
        async with Client(transport) as client:
            yield client


def test_the_tools_answer_over_http_for_the_holder_of_the_key(server, kept):
    async def ask():
        async with served(server, "ana") as client:
            tools = (await client.list_tools()).tools
            names = {tool.name for tool in tools}
            assert all(tool.annotations.read_only_hint for tool in tools)
            found = await client.call_tool("match", {"profile": kept})
            page = said(found)
            following = {"profile": kept, "cursor": page["next"]}
            rest = said(await client.call_tool("match", following))
            pair = {"profile": kept, "programme": page["matches"][0]["programme"]}
            why = said(await client.call_tool("explain", pair))
            days = said(await client.call_tool("deadlines", {"profile": kept}))
            listed = said(await client.call_tool("search", {"text": "quantum"}))
            asked = said(await client.call_tool("questions", {"profile": kept}))
            assert 0 < len(asked["items"]) <= 5
            near = said(await client.call_tool("near_misses", {"profile": kept}))
            assert all(one["changes"] for one in near["items"])
            only = {"profile": kept, "verdict": ["eligible"], "section": ["now"]}
            for one in said(await client.call_tool("match", only))["matches"]:
                assert (one["verdict"], one["section"]) == ("eligible", "now")
            return names, found, page, rest, why, days, listed

    names, found, page, rest, why, days, listed = in_a_loop(ask())

    assert names == TOOLS
    assert [one["rank"] for one in page["matches"] + rest["matches"]] == [*range(1, 11)]
    assert len(found.content[0].text) < 4_000
    assert why["findings"]
    assert "profile" not in why
    assert len(days["items"]) <= 5
    assert 0 < len(listed["items"]) <= 5


@pytest.mark.parametrize("tool", ["match", "explain", "deadlines"])
def test_a_founder_learns_nothing_of_another_through_a_tool(server, kept, tool):
    async def ask(profile):
        async with served(server, "ben") as client:
            arguments = {"profile": profile, "programme": "nato-diana-2027"}
            if tool != "explain":
                del arguments["programme"]
            return await client.call_tool(tool, arguments)

    there, not_there = (in_a_loop(ask(one)) for one in (kept, "acme-labs~nothing"))

    assert there.is_error
    assert there.content[0].text == not_there.content[0].text


def test_a_founder_screens_nobody(server):
    async def ask():
        async with served(server, "ben") as client:
            return await client.call_tool("screen", {"programme": "nato-diana-2027"})

    found = in_a_loop(ask())

    assert found.is_error
    assert "key" in found.content[0].text


def test_no_key_opens_no_tool(server):
    with server.client() as nobody:
        assert nobody.post("/mcp", json={}).status_code == 401


def test_the_tools_answer_in_memory(server, cache, kept):
    settings = ServeSettings(matcher=Settings.load(store=server.store, cache=cache))
    made = make_server(AppContext(settings), lambda _: Caller("test", "founder", "acme-labs"))

    async def ask():
        async with Client(made) as client:
            return said(await client.call_tool("match", {"profile": kept, "limit": 2}))

    assert len(in_a_loop(ask())["matches"]) == 2


def test_the_tools_answer_over_standard_input_and_output(server, cache, kept):
    parameters = StdioServerParameters(
        command=sys.executable,
        args=["-c", "from api.cli import main; main()", "mcp"],
        env={
            **os.environ,
            "ALLYMATCH_STORE": str(server.store),
            "ALLYMATCH_CACHE": str(cache),
            "ALLYMATCH_KEY": server.keys["ana"],
        },
    )

    async def ask():
        async with Client(stdio_client(parameters)) as client:
            return said(await client.call_tool("profiles", {}))

    found = in_a_loop(ask())

    assert all(one.startswith("acme-labs~") for one in found["items"])
