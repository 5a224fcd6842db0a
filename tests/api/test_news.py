import hashlib
import hmac
import threading
import time
from concurrent.futures import FIRST_COMPLETED, wait
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer, ThreadingHTTPServer

import orjson
import pytest
from defusedxml import ElementTree as ET
from icalendar import Calendar

from api.errors import Unusable
from api.feeds import addresses, webhooks
from api.feeds.delivery import Deliverer
from api.feeds.documents import calendar
from api.settings import ServeSettings
from api.store import keys
from api.store.news import due, message_rows
from api.store.records import Records
from api.usecases.context import AppContext
from api.usecases.notifications import tell_news
from matcher.settings import Settings

ATOM = "{http://www.w3.org/2005/Atom}"


class Receiver(BaseHTTPRequestHandler):
    """Takes what it is sent, or refuses it while told to."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((self.headers["Allymatch-Signature"], body))
        self.send_response(500 if self.server.refuse else 200)
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture
def receiver():
    made = HTTPServer(("127.0.0.1", 0), Receiver)
    made.got, made.refuse = [], False
    thread = threading.Thread(target=made.serve_forever)
    thread.start()
    yield made
    made.shutdown()
    thread.join()
    made.server_close()


@pytest.fixture
def context(tmp_path):
    settings = Settings.load(store=tmp_path / "s.db", cache=tmp_path)
    return AppContext(ServeSettings(matcher=settings, private_webhooks=True))


def deliver(context, now=None):
    """Send what is due, and wait for it."""
    deliverer = Deliverer(lambda: Records(context.settings.store), private=True)
    try:
        return deliverer.deliver(context.records, now)
    finally:
        deliverer.close()


def hooked(context, receiver):
    url = f"http://127.0.0.1:{receiver.server_port}/news"
    key = keys.create(context.records, "founder", "a").split("_")[1]
    row = {"id": "h", "holder": "a", "url": url, "secret": "s", "profile": "a~p", "created": 1.0}
    context.records.add("webhooks", {**row, "key": key})
    message = webhooks.message("h", {"event": "new-matches", "profile": "a~p"})
    context.records.do_all(message_rows([message]))


def test_a_message_is_signed_so_that_the_receiver_can_check_it(context, receiver):
    hooked(context, receiver)

    assert deliver(context) == 1

    [(signature, body)] = receiver.got
    at, mark = (part.partition("=")[2] for part in signature.split(","))
    expected = hmac.new(b"s", f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    assert mark == expected
    assert orjson.loads(body)["profile"] == "a~p"


def test_a_message_that_fails_is_sent_again_later_each_time_and_given_up_at_last(context, receiver):
    hooked(context, receiver)
    receiver.refuse = True
    now, waits = time.time() + 1, []
    for _ in range(webhooks.TRIES):
        deliver(context, now)
        assert deliver(context, now) == 0
        row = context.records.ask("SELECT state, due FROM deliveries")[0]
        waits.append(row["due"] - now)
        now = row["due"]

    assert waits == [30.0 * 2**n for n in range(webhooks.TRIES)]
    assert row["state"] == "given up"
    assert len(receiver.got) == webhooks.TRIES


def test_a_message_reaches_a_receiver_that_was_down(context, receiver):
    hooked(context, receiver)
    receiver.refuse = True
    deliver(context)
    receiver.refuse = False

    assert deliver(context, time.time() + 60) == 1
    assert deliver(context, time.time() + 9_999) == 0


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/x", "https://localhost/x", "https://10.1.2.3/", "https://192.168.0.9/",
        "https://169.254.169.254/latest", "https://[::1]/", "https://[::ffff:10.0.0.1]/",
        "https://[fd00::1]/", "https://[64:ff9b::7f00:1]/", "https://[2002:7f00:1::]/",
        "https://0.0.0.0/", "https://2130706433/", "https://0x7f.1/", "https://100.64.0.1/",
        "http://example.org/", "ftp://example.org/", "https://user:pass@8.8.8.8/", "https://",
        "https://8.8.8.8:99999/", "https://224.0.0.1/", "https://[::10.0.0.1]/",
        "https://[::ffff:0:10.0.0.1]/", "https://[::ffff:0:7f00:1]/", "https://[64:ff9b:1::1]/",
        "https://[fec0::1]/", "https://[2001:db8::1]/", "https://[100::1]/", "https://[ff02::1]/",
        "https://[::]/", "https://8.8.8.8:22/", "https://8.8.8.8:25/", "https://8.8.8.8:6667/",
        "https://8.8.8.8:0/",
    ],
)  # fmt: skip
def test_an_address_inside_or_of_another_kind_is_never_called(url):
    with pytest.raises(Unusable):
        addresses.check(url, private=False)


@pytest.mark.parametrize(
    "url",
    ["https://8.8.8.8/news", "https://8.8.8.8:8443/", "https://[::ffff:8.8.8.8]/",
     "https://[2606:4700::1111]/"],
)  # fmt: skip
def test_a_public_address_may_be_called(url):
    addresses.check(url, private=False)


class Dripping(BaseHTTPRequestHandler):
    """Answers a byte at a time, and never to the end."""

    def do_POST(self):
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while not self.server.over.is_set():
            try:
                self.wfile.write(b"X")
                self.wfile.flush()
            except OSError:
                return
            self.server.over.wait(0.02)

    def log_message(self, *_):
        pass


@pytest.fixture
def dripping():
    made = ThreadingHTTPServer(("127.0.0.1", 0), Dripping)
    made.over, made.daemon_threads = threading.Event(), True
    thread = threading.Thread(target=made.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{made.server_port}/news"
    made.over.set()
    made.shutdown()
    thread.join()
    made.server_close()


def test_a_receiver_that_never_ends_its_answer_is_given_up(dripping):
    with pytest.raises(TimeoutError):
        webhooks.send(dripping, "s", b"{}", private=True, patience=0.2)


def test_a_slow_receiver_holds_up_nobody_elses_messages(context, receiver, dripping):
    hooked(context, receiver)
    records = context.records
    key = keys.create(records, "founder", "slow").split("_")[1]
    row = {"id": "slow", "holder": "slow", "url": dripping, "secret": "s", "profile": "slow~p"}
    records.add("webhooks", {**row, "created": 0.5, "key": key})
    waiting = [webhooks.message("slow", {"number": n}) | {"due": 1.0} for n in range(100)]
    records.do_all(message_rows(waiting))
    deliverer = Deliverer(lambda: Records(context.settings.store), private=True)

    begun = deliverer.step(records)
    wait(begun, return_when=FIRST_COMPLETED)

    assert len(begun) == 3  # two of the slow one's, and the other's
    assert sum(future.done() for future in begun) == 1
    assert len(receiver.got) == 1
    assert deliverer.step(records) == []  # nothing is sent twice meanwhile
    deliverer.close()


def test_messages_that_were_received_are_forgotten_in_time(context, receiver):
    hooked(context, receiver)
    deliver(context)
    deliverer = Deliverer(lambda: Records(context.settings.store), private=True)
    deliverer.clear(context.records)
    assert len(context.records.ask("SELECT * FROM deliveries")) == 1

    context.records.do("UPDATE deliveries SET due = 1.0")
    deliverer.clear(context.records)

    assert context.records.ask("SELECT * FROM deliveries") == []
    assert due(context.records, time.time(), each=9) == []
    deliverer.close()


def test_a_saved_search_tells_of_what_is_new_once(server, cache, ana, kept, receiver):
    made = ana.post(f"/v1/profiles/{kept}/searches", json={"name": "All"}).json()
    url = f"http://127.0.0.1:{receiver.server_port}/news"
    hook = ana.post("/v1/webhooks", json={"url": url, "profile": kept})
    assert hook.status_code == 201
    settings = ServeSettings(
        matcher=Settings.load(store=server.store, cache=cache), private_webhooks=True
    )
    context = AppContext(settings)
    store = context.stores.matches
    search = next(one for one in store.searches(kept) if one.id == made["id"])
    # As if one of today's matches had come only now.
    from dataclasses import replace

    store.save_search(replace(search, seen=search.seen[1:]))
    listed = ana.get(f"/v1/profiles/{kept}/searches").json()["items"][0]
    assert listed["new"] == [search.seen[0]]

    assert tell_news(context) == 1
    assert tell_news(context) == 0
    # What a machine was told of, a person has not read.
    assert ana.get(f"/v1/profiles/{kept}/searches").json()["items"][0]["new"] == [search.seen[0]]
    deadline = time.monotonic() + 20
    while not receiver.got and time.monotonic() < deadline:
        deliver(context)
        time.sleep(0.1)

    assert orjson.loads(receiver.got[0][1])["programmes"] == [search.seen[0]]
    assert ana.get("/v1/webhooks").json()["items"][0].keys() == {"id", "url", "profile"}
    ana.delete(f"/v1/webhooks/{hook.json()['id']}")


def test_a_deadline_is_an_instant_a_day_or_no_more_than_a_month_as_it_is_stated():
    rows = [
        {"programme": said, "name": "P", "closes": closes, "said": said, "verdict": "eligible",
         "status": "open"}
        for said, closes in (
            ("2026-07-03T12:00:00Z", "2026-07-03T12:00:00Z"),
            ("2026-12-17", "2026-12-17T23:00:00Z"),
            ("2027-01", "2027-01-31T23:00:00Z"),
        )
    ]  # fmt: skip

    events = Calendar.from_ical(calendar("p", "2026-06-15T00:00:00Z", rows)).events

    assert [(event.get("dtstart").dt, event.get("dtend").dt) for event in events] == [
        (datetime(2026, 7, 3, 11, tzinfo=UTC), datetime(2026, 7, 3, 12, tzinfo=UTC)),
        (date(2026, 12, 17), date(2026, 12, 18)),
        (date(2027, 1, 31), date(2027, 2, 1)),
    ]
    assert ["not stated" in event.get("summary") for event in events] == [False, False, True]


def test_a_feed_and_a_calendar_follow_a_profile_until_they_are_revoked(server, ana, kept):
    made = ana.post(f"/v1/profiles/{kept}/feeds").json()
    page = ana.get(f"/v1/profiles/{kept}/matches?view=compact&limit=50").json()
    with server.client() as nobody:
        feed, dates = nobody.get(made["atom"]), nobody.get(made["calendar"])
        known = nobody.get(made["atom"], headers={"If-None-Match": feed.headers["etag"]})

        titles = [
            one.findtext(f"{ATOM}title") for one in ET.fromstring(feed.text).iter(f"{ATOM}entry")
        ]
        expected = [one["name"] for one in page["matches"] if one["status"] != "closed"]
        assert titles == expected
        assert known.status_code == 304
        ends = [event.get("dtstart").dt for event in Calendar.from_ical(dates.text).events]
        days = [end.date() if isinstance(end, datetime) else end for end in ends]
        assert days == sorted(days)
        assert all(day >= datetime.now(UTC).date() for day in days)

        assert ana.delete(f"/v1/profiles/{kept}/feeds/{made['id']}").status_code == 204
        assert nobody.get(made["atom"]).status_code == 404
        assert nobody.get(made["calendar"]).status_code == 404
