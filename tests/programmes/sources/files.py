"""A small file of each public source, written after the list of its fields: one good record, one
that is bad, and one that is no call where the source has such."""

import json

EU_CALENDAR = {
    "fundingData": {
        "GrantTenderObj": [
            {
                "type": 1,
                "ccm2Id": 48001,
                "identifier": "EDF-2026-RA-SENS-RADAR",
                "callIdentifier": "EDF-2026-RA",
                "callTitle": "Research actions",
                "title": "Radar &amp; passive sensing",
                "frameworkProgramme": [{"abbreviation": "EDF", "description": "Defence Fund"}],
                "sumbissionProcedure": {"abbreviation": "single-stage"},
                "actions": [
                    {
                        "types": [{"typeOfAction": "EDF-RA EDF Research Actions"}],
                        # midnight in Brussels on 11 February and on 29 September 2026
                        "plannedOpeningDate": "1770764400000",
                        "deadlineDates": ["1790632800000"],
                    }
                ],
            },
            {"type": 1, "ccm2Id": 48002, "title": "No code"},
            {
                "type": "0",
                "ccm2Id": 48003,
                "identifier": "EC-DEFIS/2026/OP/0001",
                "title": "Study of ports",
                "frameworkProgramme": {"abbreviation": "EDF", "description": "Defence Fund"},
                "deadlineDatesLong": [1790632800000],
            },
        ]
    }
}
EU_PAGE = {
    "TopicDetails": {
        "identifier": "EDF-2026-RA-SENS-RADAR",
        "ccm2Id": 48001,
        "title": "Radar & passive sensing",
        "callIdentifier": "EDF-2026-RA",
        "description": "<p>Find small drones.</p><p>In rain.</p><script>x()</script>",
        "conditions": "<p>At least 3 legal entities from 3 different Member States.</p>",
        "actions": [{"plannedOpeningDate": "2026-02-11", "deadlineDates": ["2026-09-29"]}],
        "budgetOverviewJSONItem": {
            "budgetTopicActionMap": {
                "1": [
                    {
                        "action": "EDF-2026-RA-SENS-RADAR - EDF-RA",
                        "budgetYearMap": {"2026": "30000000"},
                        "expectedGrants": 1,
                        "minContribution": 0,
                        "maxContribution": 30000000,
                        "deadlineModel": "single-stage",
                    },
                    {"action": "EDF-2026-RA-OTHER - EDF-RA", "budgetYearMap": {"2026": "9"}},
                ]
            }
        },
    }
}
EU_SEARCH = {
    "totalResults": 2,
    "results": [
        {
            "url": "https://portal.example/radar",
            "metadata": {
                "identifier": ["EDF-2026-RA-SENS-RADAR"],
                "title": ["Radar & passive sensing"],
                "frameworkProgramme": ["44181033"],
                "startDate": ["2026-02-11T00:00:00.000+0000"],
                "deadlineDate": ["2026-09-29T00:00:00.000+0000", "2027-03-03T00:00:00.000+0000"],
                "deadlineModel": ["two-stage"],
                "descriptionByte": ["<p>Find small drones.</p>"],
                "budgetOverview": ["{not json"],
            },
        },
        {"url": "x"},
    ],
}
DSIP = {
    "total": 3,
    "data": [
        {
            "topicId": "ab12_86519",
            "topicCode": "N261-001",
            "topicTitle": "Undersea sensing",
            "component": "NAVY",
            "program": "SBIR",
            "topicStatus": "Open",
            "topicStartDate": 1780459200000,
            "topicEndDate": 1782921600000,
            "objective": "<p>Find quiet boats.</p>",
            "itar": True,
            "topicManagers": [{"name": "A Person", "email": "person@example.org"}],
        },
        {"topicId": "cd34", "topicTitle": "No code"},
        {"topicCode": "N261-003", "topicTitle": "Sonar", "topicEndDate": "soon"},
    ],
}
SAM = {
    "totalRecords": 3,
    "opportunitiesData": [
        {
            "noticeId": "aa11",
            "title": "Autonomy for small boats",
            "solicitationNumber": "HQ0845-26-S-0001",
            "fullParentPathName": "DEPT OF DEFENSE.DEFENSE INNOVATION UNIT (DIU)",
            "type": "Solicitation",
            "postedDate": "2026-06-01",
            "responseDeadLine": "2026-07-15T17:00:00-04:00",
            "typeOfSetAside": "SBA",
            "description": "https://api.example/description?key",
            "pointOfContact": [{"fullName": "A Person"}],
            "uiLink": "https://sam.example/aa11",
        },
        {"noticeId": "bb22", "title": "Radar", "type": "Award Notice"},
        {"title": "No id", "type": "Solicitation"},
    ],
}
SAM_CSV = (
    "NoticeId,Title,Sol#,Department/Ind.Agency,PostedDate,Type,Active,ResponseDeadLine,Link,Description\n"
    "aa11,Boots – brown,W1,DEPT OF DEFENSE,2026-06-01 10:00:00.0,Sources Sought,Yes,"
    "2026-07-15T17:00:00-04:00,https://sam.example/aa11,Market research\n"
    ",No id,,,,Solicitation,Yes,,,\n"
).encode("cp1252")
GRANTS_XML = b"""<?xml version="1.0"?>
<Grants xmlns="http://apply.grants.gov/system/OpportunityDetail-V1.0">
<OpportunitySynopsisDetail_1_0><OpportunityID>999</OpportunityID>
<OpportunityTitle>Undersea sensing</OpportunityTitle><OpportunityNumber>N0001</OpportunityNumber>
<AgencyCode>DOD-ONR</AgencyCode><AgencyName>Office of Naval Research</AgencyName>
<EligibleApplicants>23</EligibleApplicants><EligibleApplicants>22</EligibleApplicants>
<PostDate>06012026</PostDate><CloseDate>08152026</CloseDate>
<AwardCeiling>500000</AwardCeiling><AwardFloor>0</AwardFloor>
<EstimatedTotalProgramFunding>2000000</EstimatedTotalProgramFunding>
<Description>&lt;p&gt;Sensors &amp;amp; sonar&lt;/p&gt;</Description>
</OpportunitySynopsisDetail_1_0>
<OpportunityForecastDetail_1_0><OpportunityID>1000</OpportunityID>
<OpportunityTitle>Next year</OpportunityTitle>
<EstimatedSynopsisPostDate>01152027</EstimatedSynopsisPostDate>
</OpportunityForecastDetail_1_0>
<OpportunitySynopsisDetail_1_0><OpportunityTitle>No id</OpportunityTitle>
</OpportunitySynopsisDetail_1_0>
</Grants>
"""
TED = {
    "totalNoticeCount": 3,
    "notices": [
        {
            "publication-number": "554113-2026",
            "procedure-identifier": "p-1",
            "publication-date": "2026-09-03Z",
            "form-type": "competition",
            "notice-type": "cn-standard",
            "title-proc": {"deu": "Radar", "eng": "Radar for ports"},
            "description-proc": {"eng": "A radar that finds drones."},
            "description-lot": {"eng": ["Lot one.", "Lot two."]},
            "buyer-name": {"nor": ["Forsvarsmateriell"]},
            "buyer-country": ["NOR"],
            "classification-cpv": ["35722000"],
            "estimated-value-proc": "5000000",
            "estimated-value-cur-proc": "NOK",
            "deadline-receipt-tender-date-lot": ["2026-10-01+02:00", "2026-10-08+02:00"],
            "deadline-receipt-tender-time-lot": ["12:00:00+02:00", "12:00:00+02:00"],
        },
        {"publication-number": "1-2026", "form-type": "result", "title-proc": {"eng": "Done"}},
        {"publication-number": "2-2026", "form-type": "competition"},
    ],
}
TED_XML = b"""<?xml version="1.0"?>
<ContractNotice xmlns="urn:oasis:names:specification:ubl:schema:xsd:ContractNotice-2"
 xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
 xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
<cbc:ID>n-1</cbc:ID><cbc:ContractFolderID>p-1</cbc:ContractFolderID>
<cbc:IssueDate>2026-09-03+02:00</cbc:IssueDate>
<cac:ProcurementProject><cbc:Name>Radar for ports</cbc:Name>
<cbc:Description>A radar that finds drones.</cbc:Description>
<cac:RequestedTenderTotal>
<cbc:EstimatedOverallContractAmount currencyID="EUR">700000</cbc:EstimatedOverallContractAmount>
</cac:RequestedTenderTotal>
<cac:MainCommodityClassification>
<cbc:ItemClassificationCode>35722000</cbc:ItemClassificationCode>
</cac:MainCommodityClassification>
</cac:ProcurementProject>
<cac:ProcurementProjectLot><cac:TenderingProcess><cac:TenderSubmissionDeadlinePeriod>
<cbc:EndDate>2026-10-08+02:00</cbc:EndDate><cbc:EndTime>12:00:00+02:00</cbc:EndTime>
</cac:TenderSubmissionDeadlinePeriod></cac:TenderingProcess></cac:ProcurementProjectLot>
</ContractNotice>
"""
UK_OCDS = {
    "releases": [
        {
            "ocid": "ocds-h6vhtk-0001",
            "id": "001234-2026",
            "date": "2026-06-01T10:00:00+01:00",
            "tag": ["tender"],
            "buyer": {"id": "b", "name": "Ministry of Defence"},
            "tender": {
                "title": "Quiet propellers",
                "description": "Propellers for boats.rnThey shall be quiet.",
                "status": "active",
                "value": {"amount": 250000, "currency": "GBP"},
                "classification": {"scheme": "CPV", "id": "34310000"},
                "tenderPeriod": {"endDate": "2026-07-15T12:00:00+01:00"},
                "documents": [{"noticeType": "UK4", "url": "https://find.example/001234-2026"}],
            },
        },
        {
            "ocid": "ocds-h6vhtk-0002",
            "tag": ["tender"],
            "tender": {"title": "Cancelled", "status": "cancelled"},
        },
        {"ocid": "ocds-h6vhtk-0003", "tag": ["tender"], "tender": {"status": "active"}},
        "nonsense",
    ]
}
CANADA_CSV = (
    b"title-titre-eng,title-titre-fra,referenceNumber-numeroReference,"
    b"publicationDate-datePublication,tenderClosingDate-appelOffresDateCloture,"
    b"tenderStatus-appelOffresStatut-eng,noticeType-avisType-eng,"
    b"contractingEntityName-nomEntitContractante-eng\n"
    b"Sonar for the Arctic,,PW-26-001,2026/06/01,2026/07/15 14:00:00,Open,Request for Proposal,"
    b"Department of National Defence (DND)\n"
    b",Radar nordique,PW-26-002,2026/06/01,,Open,Request for Information,Someone\n"
    b"Gone,,PW-26-003,2026/06/01,2026/07/15,Cancelled,Request for Proposal,Someone\n"
    b"No reference,,,2026/06/01,2026/07/15,Open,Request for Proposal,Someone\n"
)
COMMON_GRANTS = {
    "status": 200,
    "items": [
        {
            "id": "573525f2-8e15-4405-83fb-e6523511d893",
            "title": "Undersea sensing",
            "description": "Sensors",
            "status": {"value": "open"},
            "keyDates": {
                "postDate": {"eventType": "singleDate", "date": "2026-06-01"},
                "closeDate": {"eventType": "singleDate", "date": "2026-08-15", "time": "17:00:00"},
            },
            "funding": {
                "minAwardAmount": {"amount": "10000.00", "currency": "USD"},
                "maxAwardAmount": {"amount": "500000.00", "currency": "USD"},
            },
        },
        {"id": "1", "description": "No title"},
    ],
}
FILES = {
    "eu-portal": ("calendar.json", EU_CALENDAR),
    "dsip": ("topics.json", DSIP),
    "sam": ("answer.json", SAM),
    "grants-gov": ("extract.xml", GRANTS_XML),
    "ted": ("search.json", TED),
    "uk-ocds": ("package.json", UK_OCDS),
    "canadabuys": ("open.csv", CANADA_CSV),
    "common-grants": ("page.json", COMMON_GRANTS),
}


def written(folder, name, content):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return path
