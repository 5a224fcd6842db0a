"""eForms notices and TED search answers give the lines that OCDS would."""

import pytest

from profiles.vocabulary import Money
from programmes.demands import read_demands
from programmes.errors import BadDemands
from tests.programmes.demands.published.packages import ON, read

LOT = """
 <cac:ProcurementProjectLot>
  <cbc:ID schemeName="Lot">{key}</cbc:ID>
  <cac:TenderingProcess><cac:TenderSubmissionDeadlinePeriod>
   <cbc:EndDate>{bids}+02:00</cbc:EndDate>
  </cac:TenderSubmissionDeadlinePeriod></cac:TenderingProcess>
  <cac:ProcurementProject>
   <cbc:Name languageID="NOR">{title}</cbc:Name>
   <cbc:Name languageID="ENG">Night vision goggles</cbc:Name>
   <cbc:Description languageID="NOR">Til hæren</cbc:Description>
   <cbc:EstimatedOverallContractQuantity unitCode="H87"
    >{count}</cbc:EstimatedOverallContractQuantity>
   <cac:RequestedTenderTotal>
    <cbc:EstimatedOverallContractAmount currencyID="NOK"
     >4000000.00</cbc:EstimatedOverallContractAmount>
   </cac:RequestedTenderTotal>
   <cac:MainCommodityClassification>
    <cbc:ItemClassificationCode listName="cpv">38620000</cbc:ItemClassificationCode>
   </cac:MainCommodityClassification>
   <cac:AdditionalCommodityClassification>
    <cbc:ItemClassificationCode listName="cpv">35000000</cbc:ItemClassificationCode>
   </cac:AdditionalCommodityClassification>
   <cac:RealizedLocation><cac:Address>
    <cbc:CityName>Oslo</cbc:CityName>
    <cac:Country><cbc:IdentificationCode>NOR</cbc:IdentificationCode></cac:Country>
   </cac:Address></cac:RealizedLocation>
   <cac:PlannedPeriod>
    <cbc:StartDate>2027-01-01+01:00</cbc:StartDate><cbc:EndDate>2027-12-31+01:00</cbc:EndDate>
   </cac:PlannedPeriod>
  </cac:ProcurementProject>
 </cac:ProcurementProjectLot>"""
NOTICE = """<?xml version="1.0" encoding="UTF-8"?>
<ContractNotice xmlns="urn:oasis:names:specification:ubl:schema:xsd:ContractNotice-2"
 xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
 xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
 xmlns:efac="http://data.europa.eu/p27/eforms-ubl-extension-aggregate-components/1">
 <efac:Organizations><efac:Organization><efac:Company>
  <cac:PartyIdentification><cbc:ID>ORG-0001</cbc:ID></cac:PartyIdentification>
  <cac:PartyName><cbc:Name>Forsvarsmateriell</cbc:Name></cac:PartyName>
  <cac:PostalAddress><cac:Country><cbc:IdentificationCode>NOR</cbc:IdentificationCode></cac:Country>
  </cac:PostalAddress>
 </efac:Company></efac:Organization></efac:Organizations>
 <efac:NoticeResult>{results}</efac:NoticeResult>
 <cbc:ID>n-1</cbc:ID><cbc:ContractFolderID>p-1</cbc:ContractFolderID>
 <cbc:IssueDate>2026-03-01+01:00</cbc:IssueDate><cbc:VersionID>01</cbc:VersionID>
 <cbc:NoticeTypeCode listName="{form}">cn-standard</cbc:NoticeTypeCode>
 <cbc:NoticeLanguageCode>NOR</cbc:NoticeLanguageCode>
 <cac:ContractingParty><cac:Party><cac:PartyIdentification><cbc:ID>ORG-0001</cbc:ID>
 </cac:PartyIdentification></cac:Party></cac:ContractingParty>
 <cac:ProcurementProject><cbc:Name languageID="NOR">Verneutstyr</cbc:Name></cac:ProcurementProject>
 {lots}
</ContractNotice>"""


def notice(form="competition", bids="2026-07-01", results="", title="Nattbriller", count=50):
    said = {"bids": bids, "title": title, "count": count}
    lots = "".join(LOT.format(key=key, **said) for key in ("LOT-0001", "LOT-0002"))
    return NOTICE.format(form=form, results=results, lots=lots)


def test_a_lot_of_a_notice_is_a_line_with_all_that_is_said_of_it(tmp_path):
    line, other = read(tmp_path, notice(), "notice.xml").lines

    assert (line.id, line.country, line.item, line.buyer) == (
        "p-1/LOT-0001",
        "NO",
        "Nattbriller",
        "Forsvarsmateriell",
    )
    assert line.titles == {"eng": "Night vision goggles", "nor": "Nattbriller"}
    assert (line.cpv, line.more_cpv) == ("38620000", ("35000000",))
    assert (line.quantity, line.unit, line.value) == (50, "piece", Money(400_000_000, "NOK"))
    assert (line.needed_from, line.needed_by) == ("2027-01-01", "2027-12-31")
    assert (line.place, line.stage, line.as_of) == ("Oslo, NOR", "open", "2026-03-01")
    assert other.id == "p-1/LOT-0002"


def test_decimals_of_xml_have_a_point(tmp_path):
    assert [one.quantity for one in read(tmp_path, notice(count="1.000"), "n.xml").lines] == [1, 1]


def test_a_folder_of_notices_is_read_as_one_file(tmp_path):
    folder = tmp_path / "notices"
    folder.mkdir()
    for number, country in enumerate(("NOR", "SWE")):
        text = notice().replace("p-1", f"p-{number}").replace("NOR</cbc:Ide", f"{country}</cbc:Ide")
        (folder / f"{number}.xml").write_text(text, encoding="utf-8")

    found = read_demands(folder, on=ON)

    assert [line.country for line in found.lines] == ["NO", "NO", "SE", "SE"]


def test_a_planning_notice_is_a_plan(tmp_path):
    assert {line.stage for line in read(tmp_path, notice("planning"), "n.xml").lines} == {"planned"}


def test_a_result_stands_aside_lot_by_lot(tmp_path):
    result = (
        "<efac:LotResult><cbc:TenderResultCode>{code}</cbc:TenderResultCode>"
        "<efac:TenderLot><cbc:ID>{key}</cbc:ID></efac:TenderLot></efac:LotResult>"
    )
    results = result.format(code="selec-w", key="LOT-0001")
    results += result.format(code="clos-nw", key="LOT-0002")

    found = read(tmp_path, notice("result", results=results), "n.xml")

    assert [one.reason for one in found.aside] == ["complete", "unsuccessful"]


def test_bids_that_are_over_are_told(tmp_path):
    found = read(tmp_path, notice(bids="2026-06-01"), "n.xml")

    assert {one.reason for one in found.aside} == {"bids-closed"}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("<a>", "is not XML"),
        ("<Invoice/>", "no eForms notice: its root is Invoice"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "EntitiesForbidden"),
    ],
)
def test_other_xml_is_refused(tmp_path, text, says):
    with pytest.raises(BadDemands, match=says):
        read(tmp_path, text, "n.xml")


TED = {
    "publication-number": "554113-2026",
    "procedure-identifier": "p-1",
    "publication-date": "2026-03-01Z",
    "form-type": "competition",
    "buyer-country": ["NOR"],
    "buyer-name": {"nor": ["Forsvarsmateriell"]},
    "title-proc": {"nor": "Verneutstyr", "eng": "Protective equipment"},
    "title-lot": {"nor": ["Nattbriller", "Hjelmer"]},
    "classification-cpv": ["38620000", "38620000", "18444111"],
    "estimated-value-lot": ["4000000", "1500000"],
    "estimated-value-cur-lot": ["NOK", "NOK"],
    "deadline-receipt-tender-date-lot": ["2026-07-01+02:00", "2026-06-01+02:00"],
}


def test_a_notice_of_a_search_answer_is_a_line_for_each_lot(tmp_path):
    found = read(tmp_path, {"notices": [TED], "totalNoticeCount": 1})

    (line,) = found.lines
    assert (line.id, line.country, line.item) == ("p-1/LOT-0001", "NO", "Nattbriller")
    assert line.value == Money(400_000_000, "NOK")
    assert (line.cpv, line.more_cpv) == ("38620000", ("18444111",))
    assert [(one.item, one.reason) for one in found.aside] == [("Hjelmer", "bids-closed")]


def test_values_that_cannot_be_assigned_to_lots_are_told_and_not_guessed(tmp_path):
    found = read(tmp_path, {"notices": [{**TED, "estimated-value-lot": ["4000000"]}]})

    assert found.lines[0].value is None
    assert any("estimated-value-lot has 1 values for 2 lots" in note for note in found.notes)


def test_a_notice_without_lots_is_a_line_of_its_own(tmp_path):
    said = {key: value for key, value in TED.items() if not key.endswith("-lot")}

    (line,) = read(tmp_path, {"notices": [said]}).lines

    assert (line.item, line.titles["nor"]) == ("Protective equipment", "Verneutstyr")
