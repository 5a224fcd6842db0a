"""Is the answer to a bad file as small as that to a good one, and is nothing of it held whole?"""

import pytest

from api.store.keys import Caller
from api.usecases import profiles as keeping
from api.usecases import uploads
from api.usecases.base import UseCase
from api.usecases.work import GivenUp, begin

BAD = {
    "text/csv": b"name,description,trl\n" + b"a,,x\n" * 5_000,
    "application/x-ndjson": b'{"name":1,"trl":[]}\n' * 5_000,
    "application/jsonl": b"1\n" * 5_000,
}


@pytest.mark.parametrize("kind", BAD)
def test_faults_are_counted_and_the_first_hundred_are_listed(inside, kind):
    found = inside.client("ana").post(
        "/v1/profiles/import", content=BAD[kind], headers={"Content-Type": kind}
    )

    said = found.json()
    assert len(said["rejected"]) == 100
    assert said["faults"] >= 5_000
    assert len(found.content) < 50_000
    assert any(f"{said['faults']:,} faults" in note for note in said["notes"])


def test_a_good_row_among_thousands_of_bad_ones_is_kept(inside):
    content = BAD["text/csv"] + b"Good One,We build radios,5\n"

    said = inside.client("ana").post(
        "/v1/profiles/import", content=content, headers={"Content-Type": "text/csv"}
    ).json()  # fmt: skip

    assert (said["accepted"], said["added"]) == (1, 1)
    assert inside.client("ana").get("/v1/profiles/acme-labs~good-one").status_code == 200


def test_nothing_is_kept_of_a_file_whose_sender_has_gone(inside):
    rows = b"".join(b"Gone %d,We build radios,5\n" % n for n in range(2_000))
    desk = UseCase(inside.context, Caller("k", "founder", "gone-works"))
    begin("gone-works").given_up.set()

    with pytest.raises(GivenUp):
        uploads.import_file(desk, b"name,description,trl\n" + rows, "text/csv")

    begin("")
    assert keeping.ids(desk) == []


def test_a_sender_that_goes_while_its_rows_are_written_leaves_none_of_them(inside, monkeypatch):
    rows = b"".join(b"Late %d,We build radios,5\n" % n for n in range(2_000))
    desk = UseCase(inside.context, Caller("k", "founder", "late-works"))
    work = begin("late-works")
    read_back = uploads.read_back

    def leaving(lines, written):
        for number, one in enumerate(read_back(lines, written)):
            if number == 1_000:
                work.given_up.set()
            yield one

    monkeypatch.setattr(uploads, "read_back", leaving)

    with pytest.raises(GivenUp):
        uploads.import_file(desk, b"name,description,trl\n" + rows, "text/csv")

    begin("")
    assert keeping.ids(desk) == []
