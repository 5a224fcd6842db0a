"""Can officers bring published calls into the server, and does it bring them when asked to?"""

import http.server
import json
import threading
from pathlib import Path

import pytest

from api.feeds.fetching import FetchFailed, fetch
from api.usecases.feeding import look
from programmes.sources.tables import table
from tests.api.inside import open_inside
from tests.programmes.sources import files

TOPIC = "edf-2026/edf-2026-ra-sens-radar"
PAGE = json.dumps(files.EU_PAGE).encode()


@pytest.fixture
def inside(tmp_path):
    return open_inside(tmp_path)


def test_an_officer_imports_a_file_and_its_topic_is_there(inside):
    with inside.client("officer") as officer:
        answer = officer.post("/v1/imports/eu-portal", content=PAGE)
        assert answer.status_code == 200, answer.text
        assert answer.json()["under"] == {"edf-2026": 1}
        inside.context.renewed()

        shown = officer.get(f"/v1/programmes/{TOPIC}").json()
        assert shown["programme"]["summary"] == "Radar & passive sensing"
        assert officer.get("/v1/imports").json()["items"][0]["source"] == "eu-portal"


@pytest.mark.parametrize(("who", "status"), [("ana", 403), (None, 401)])
def test_nobody_else_may(inside, who, status):
    with inside.client(who) as client:
        assert client.post("/v1/imports/eu-portal", content=PAGE).status_code == status


def test_a_file_of_another_shape_changes_nothing(inside):
    with inside.client("officer") as officer:
        answer = officer.post("/v1/imports/eu-portal", content=b'{"topics": []}')
        assert answer.status_code == 422
        assert "its shape changed" in answer.json()["detail"]
        assert officer.post("/v1/imports/other", content=PAGE).status_code == 404
        assert officer.get("/v1/imports").json() == {"items": []}


class Portal(http.server.BaseHTTPRequestHandler):
    """Gives the calendar out once, and afterwards says that nothing is new."""

    def do_GET(self):
        if self.headers.get("If-None-Match") == '"one"':
            self.send_response(304)
            self.end_headers()
            return
        body = json.dumps(files.EU_CALENDAR).encode()
        self.send_response(200)
        self.send_header("ETag", '"one"')
        self.send_header("Content-Length", str(len(body) + (9 if "short" in self.path else 0)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture
def portal():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Portal)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_what_is_new_is_brought_once(portal, tmp_path):
    first = fetch(portal, tmp_path / "file", {})

    assert json.loads(first.path.read_bytes()) == files.EU_CALENDAR
    assert fetch(portal, tmp_path / "file", first.marks).path is None


def test_a_file_that_is_cut_short_on_its_way_is_not_taken(portal, tmp_path):
    with pytest.raises(FetchFailed):
        fetch(f"{portal}/short", tmp_path / "file", {})


def test_feeds_are_brought_once_a_day_and_only_if_asked_for(portal, tmp_path, monkeypatch):
    stated = table("eu-portal").model_copy(update={"fetch": portal})
    monkeypatch.setattr("api.usecases.imports.table", lambda name: stated)
    folder = tmp_path / "feeds"
    folder.mkdir()
    quiet, asked = open_inside(tmp_path), open_inside(folder, feeds=("eu-portal",))

    look(quiet.context)
    look(asked.context)
    look(asked.context)

    def kept(inside):
        path: Path = inside.context.settings.matcher.calls / "imports.jsonl"
        return path.read_text().splitlines() if path.exists() else []

    assert kept(quiet) == []
    assert [json.loads(line)["kept"] for line in kept(asked)] == [2]


def test_a_page_shows_topics_and_whom_the_programme_took(inside):
    with inside.browser("officer") as person:
        page = person.get("/programmes/nato-diana-2027").text
        assert "Whom it took" in page
        assert "/programmes/nato-diana-2027%2F" in page
        topic = inside.context.engine.matcher.catalogue.get("nato-diana-2027").challenges[0]
        shown = person.get(f"/programmes/nato-diana-2027%2F{topic.id}")
        assert shown.status_code == 200
        assert topic.title in shown.text.replace("&amp;", "&")
