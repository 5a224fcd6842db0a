"""Can anybody put an address on a page that does more than lead somewhere?"""

import orjson
import pytest

from programmes.store import ProgrammeStore
from tests.api.inside import BROWSER
from tests.api.serving import MUNICH
from tests.api.test_every_page import LEAST, SOURCE

HARMFUL = [
    "javascript:alert(1)", "JavaScript:alert(1)", "java\tscript:alert(1)", " javascript:alert(1)",
    "\x01javascript:alert(1)", "data:text/html,<script>", "vbscript:x", "file:///etc/passwd",
    "blob:x", "https:alert(1)", "http://", "https://a b", "ftp://example.org",
]  # fmt: skip


@pytest.mark.parametrize("said", HARMFUL)
def test_an_address_of_another_scheme_is_refused_wherever_one_may_stand(inside, said):
    officer = inside.client("officer")
    call = {"id": "first", "apply_url": said}
    topic = {"id": "t", "title": "T", "statement": "S", "basis": "stated", "source": ["least-page"]}
    bodies = [
        ({**LEAST, "id": "linked", "apply_url": said}, SOURCE),
        ({**LEAST, "id": "linked", "calls": [call]}, SOURCE),
        ({**LEAST, "id": "linked", "challenges": [{**topic, "url": said}]}, SOURCE),
        ({**LEAST, "id": "linked"}, {**SOURCE, "url": said}),
    ]
    for programme, source in bodies:
        found = officer.post("/v1/programmes", json={"programme": programme, "sources": [source]})
        assert found.status_code == 422, found.text
    found = inside.client("ana").post("/v1/profiles", json={**MUNICH, "id": "s", "website": said})
    assert found.status_code == 422, found.text


@pytest.mark.parametrize("said", ["https://example.org/a?b=c#d"])
def test_a_link_is_shown_as_one(inside, said):
    one = {**LEAST, "id": f"linked-{said[:4]}", "apply_url": said}
    body = {"programme": one, "sources": [SOURCE]}
    assert inside.client("officer").post("/v1/programmes", json=body).status_code == 201

    page = inside.browser("officer").get(f"/programmes/{one['id']}", headers=BROWSER).text

    assert f'href="{said}"' in page


def test_what_was_kept_before_is_taken_out_of_a_store(tmp_path):
    path = tmp_path / "store.db"
    with ProgrammeStore(path) as store:
        # The file as it was before links were looked at, and before documents had hashes.
        for table in ("programmes", "programme_sources"):
            store._db.conn.execute(f"ALTER TABLE {table} DROP COLUMN hash")
        call = {"id": "first", "apply_url": HARMFUL[0], "closes": "2027-03-01"}
        one = {**LEAST, "id": "old", "apply_url": HARMFUL[0], "calls": [call]}
        row = {"id": "old", "name": "n", "kind": "grant", "owner": "o", "standing": "running",
               "buyers": "none", "document": orjson.dumps(one).decode()}  # fmt: skip
        store._db.table("programmes").insert(row)
        sources = [{**SOURCE, "url": HARMFUL[0]}, {**SOURCE, "slug": "w", "url": "An essay"}]
        store._db.table("programme_sources").insert_all(
            {"slug": each["slug"], "document": orjson.dumps(each).decode()} for each in sources
        )
        store._db.conn.execute("DELETE FROM _sqlite_migrations WHERE name >= 'm0002'")
        store._db.conn.commit()

    with ProgrammeStore(path) as store:
        read = store.get("old")
        assert (read.apply_url, read.calls[0].apply_url) == (None, None)
        assert read.calls[0].closes == "2027-03-01"
        assert {one.slug: one.url for one in store.sources()} == {"least-page": "", "w": "An essay"}
