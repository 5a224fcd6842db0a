"""Every form in which procurement data is published gives the same lines."""

import gzip
import json

import pytest

from programmes.demands.published import forms
from programmes.errors import BadDemands
from tests.programmes.demands.published.packages import read, tender

PL, DE = tender("PL", 1), tender("DE", 2)


def lines(*values):
    return "\n".join(json.dumps(one) for one in values)


def record(release):
    return {"ocid": release["ocid"], "releases": [release]}


def compiled(release):
    return {"ocid": release["ocid"], "compiledRelease": {**release, "tag": ["compiled"]}}


FORMS = {
    "release package": {"uri": "https://example.org", "releases": [PL, DE]},
    "record package": {"records": [record(PL), record(DE)]},
    "compiled records": {"records": [compiled(PL), compiled(DE)]},
    "list of releases": [PL, DE],
    "list of packages": [{"releases": [PL]}, {"releases": [DE]}],
    "lines of releases": lines(PL, DE),
    "lines of records": lines(compiled(PL), record(DE)),
    "lines of packages": lines({"releases": [PL]}, {"records": [record(DE)]}),
    "written one after the other": json.dumps(PL, indent=1) + json.dumps(DE, indent=1),
    "packages one after the other": json.dumps({"releases": [PL]}) * 2 + json.dumps(DE),
    "with a byte order mark": "\ufeff" + lines(PL, DE),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_publication_gives_the_same_lines(tmp_path, form):
    found = read(tmp_path, FORMS[form])

    assert [(one.id, one.country, one.quantity) for one in found.lines] == [
        ("ocds-x-1/1", "PL", 100),
        ("ocds-x-2/1", "DE", 100),
    ]
    assert found.aside == ()


def test_a_bare_release_is_one_line(tmp_path):
    assert [line.country for line in read(tmp_path, PL).lines] == ["PL"]


@pytest.mark.parametrize("name", ["all.json.gz", "all.jsonl.gz", "all.gz"])
def test_gzip_is_unpacked(tmp_path, name):
    assert len(read(tmp_path, gzip.compress(lines(PL, DE).encode()), name).lines) == 2


@pytest.mark.parametrize("form", FORMS)
def test_a_file_that_is_streamed_gives_the_same_lines(tmp_path, monkeypatch, form):
    if form in {"written one after the other", "packages one after the other"}:
        pytest.skip("each of their values is read whole")
    whole = read(tmp_path, FORMS[form])
    monkeypatch.setattr(forms, "AT_ONCE", 200)

    assert read(tmp_path, FORMS[form]).lines == whole.lines


def test_packages_of_one_kind_are_streamed_one_after_the_other(tmp_path, monkeypatch):
    monkeypatch.setattr(forms, "AT_ONCE", 200)
    text = json.dumps({"releases": [PL]}, indent=1) + json.dumps({"releases": [DE]}, indent=1)

    assert len(read(tmp_path, text).lines) == 2


def test_a_streamed_file_that_is_cut_off_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(forms, "AT_ONCE", 200)
    text = json.dumps({"releases": [PL, DE]})

    with pytest.raises(BadDemands, match="cut off or damaged after 1 releases"):
        read(tmp_path, text[:-200])


def test_gzip_that_is_cut_off_is_refused(tmp_path):
    with pytest.raises(BadDemands, match="fetch it again"):
        read(tmp_path, gzip.compress(lines(PL, DE).encode())[:-20], "all.jsonl.gz")


def test_a_broken_line_stands_aside_and_the_others_go_on(tmp_path):
    found = read(tmp_path, lines(PL) + '\n{"ocid": \n' + lines(DE), "all.jsonl")

    assert [line.country for line in found.lines] == ["PL", "DE"]
    assert "line 2: is not JSON" in found.aside[0].says


def test_a_record_of_links_is_told_and_not_lost(tmp_path):
    found = read(tmp_path, {"records": [record(PL), {"ocid": "x", "releases": [{"url": "u"}]}]})

    assert "holds 1 links and no release" in found.aside[0].says


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ("", "is empty"),
        ("<html/>", "no eForms notice"),
        (b"\xff\xfe", "not UTF-8"),
        ('{"ocid": NaN}', "no number"),
    ],
)
def test_what_is_of_no_form_is_refused(tmp_path, data, says):
    with pytest.raises(BadDemands, match=says):
        read(tmp_path, data, "all.jsonl")
