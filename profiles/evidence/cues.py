"""By which words does a sentence show that it speaks of something else than what the firm makes?

One rule for each reason: the words without which it is not asked, so that most sentences cost a
look at a set, and an expression. Some reasons are certain whatever else the sentence says; the
others leave out a sentence only where it says little else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

__all__ = ["BUT", "CERTAIN", "MAKES", "NAVIGATION", "SOFT", "TRIGGERS", "CueRule", "Reason"]

Reason: TypeAlias = Literal[
    "furniture", "addressed", "others", "negated", "wish", "money", "membership", "hiring", "names"
]


@dataclass(frozen=True, slots=True)
class CueRule:
    """When a sentence is no evidence.

    Attributes:
        reason: What it speaks of instead.
        words: It holds one of these, in lower case.
        beside: And one of these, if there are any.
        pattern: And this is found in it, in lower case.
    """

    reason: Reason
    words: frozenset[str]
    beside: frozenset[str]
    pattern: re.Pattern[str]

    def holds(self, lower: str, words: frozenset[str]) -> bool:
        """Whether a sentence, in lower case, is no evidence for this reason."""
        if self.words.isdisjoint(words) or (self.beside and self.beside.isdisjoint(words)):
            return False
        return self.pattern.search(lower) is not None


def _rule(reason: Reason, words: str, *patterns: str, beside: str = "") -> CueRule:
    whole = "|".join(f"(?:{one})" for one in patterns)
    return CueRule(reason, frozenset(words.split()), frozenset(beside.split()), re.compile(whole))


_FIRM = (
    r"\b(?:we|i|(?:our|the|this|my) (?:company|firm|team|start-?up|business|group|founders?"
    r"|portfolio|activities|offering))"
)
"""Who speaks of itself."""
_LIGHTLY = r"(?:\s+(?:\w+ly|also|still|now|so far|at present|ourselves|all|are|is|am|have|has|do|would|very much|just|too))*"
_NOT = (
    r"(?:(?:do|does|did|is|are|was|were|have|has|had|will|would|can|could)(?:\s+not|n['’]t)"
    r"|cannot|never|no longer)"
)
_ACTS = (
    r"(?:mak|build|built|develop|sell|sold|offer|produc|provid|design|manufactur|suppl|work|deal"
    r"|engag|creat|own\b|specialis|specializ|activ|involv|concern|interest|about\b|an?\b|in\b|part\b"
    r"|plan|intend|claim|any\b|yet\b|ever\b|deliver|trad|ship|install|invent|patent|distribut|do\b"
    r"|doing|ha(?:ve|s)\b|conduct|perform|our\b|one\b|even\b|going\b|touch|cover|operat|experience)"
)

_SELF = "we we're we’re we've we’ve our i us my company firm team startup start-up business group founder founders"
"""Words of which one stands in a sentence about the firm itself."""

NAVIGATION = frozenset(
    """home products product solutions about us news blog careers career jobs press contact team faq
    media login shop services technology investors legal menu imprint privacy terms search accept all
    cookies decline reject settings preferences ok close next previous share english deutsch events
    en de fr got it downloads support newsroom""".split()
)
"""Words on the buttons of a page."""

CERTAIN = (
    _rule(
        "furniture",
        "cookie cookies",
        r"\bcookies?\b.*\b(?:use|uses|accept|policy|settings|consent|site|website|browser|preferences|all)\b",
        r"\b(?:use|uses|using|accept|our|manage|these|reject)\b.*\bcookies?\b",
    ),
    _rule(
        "furniture",
        "privacy rights copyright imprint impressum sitemap newsletter vat registered",
        r"\bprivacy (?:policy|notice|settings|statement)\b|\ball rights reserved\b",
        r"\bcopyright (?:\(c\) ?)?(?:19|20)\d\d|\bimprint\b\W|\bimpressum\b|\bsitemap\b",
        r"\bnewsletter\b|\bvat (?:no|number|id)\b|\bregistered (?:office|in england)\b",
    ),
    _rule("furniture", "terms", r"\bterms (?:and|&) conditions\b|\bterms of (?:use|service)\b"),
    _rule(
        "furniture",
        "sign contact follow subscribe click book request skip touch join",
        r"\bsign[- ]?(?:up|in) (?:for|to|here|now|today)\b|\bcontact (?:us|form)\b|\bget in touch\b",
        r"\b(?:follow|find|like|join) us on\b|\bfollow (?:us|our)\b|\bsubscribe to (?:our|the)\b",
        r"\bclick (?:here|on|below)\b|\b(?:book|request) a (?:demo|call|meeting|quote)\b",
        r"\bskip to (?:main |the )?content\b",
        beside="us our here now today touch on below demo call meeting quote content form for",
    ),
    _rule(
        "furniture",
        "learn read discover see",
        r"\b(?:read|learn|find out|see|discover) more\b\W*(?:$|about (?:us|our)|at\b|on our|here|:)",
        beside="more",
    ),
    _rule("furniture", "website site", r"\bthis (?:web)?site (?:uses|is|was|has)\b", beside="this"),
    _rule(
        "furniture",
        "views authority",
        r"\bviews (?:and opinions )?expressed\b.*\bauthors?\b|\bgranting authority\b",
    ),
    _rule(
        "addressed",
        "ignore disregard forget please rank score rate select prompt place",
        r"\b(?:ignore|disregard|forget)\b.*\b(?:instructions?|previous|prior|rules|prompts?)\b",
        r"\bplease (?:rank|select|choose|score|rate|put us|give us|accept|pick|fund)\b",
        r"\b(?:rank|score|rate|put|place|list) (?:us|me|this (?:company|profile|startup|firm|text|application))\b",
        r"\byou (?:must|should|will|are to) (?:rank|score|select|rate)\b|\bsystem prompt\b",
        beside="instructions instruction previous prior rules prompt prompts us me this you please",
    ),
    _rule(
        "addressed",
        "fit fits match matches candidate applicant choice perfectly criteria criterion eligible"
        " eligibility qualify qualifies aligned aligns alignment challenges priorities",
        rf"{_FIRM}\b.*\b(?:best|perfect|ideal|excellent|exact|right|great|strong|natural|good|optimal"
        r"|outstanding|clear)\s+(?:\w+\s+)?(?:fit|match|candidate|applicant|choice)\b",
        rf"(?:{_FIRM}|\bour \w+|\bit)\b.*\b(?:fits? perfectly|perfectly (?:fits?|match(?:es)?)|match(?:es)? perfectly)",
        r"\b(?:meets?|fulfils?|fulfills?|satisf(?:y|ies)|match(?:es)?|ticks?) (?:all|every|each)\b.*"
        r"\b(?:criteria|criterion|requirements|conditions|box(?:es)?|rules|needs|priorities|challenges)\b",
        rf"(?:{_FIRM})\b.*\b(?:eligible|qualif(?:y|ies)) (?:for|under)\b",
        r"\b(?:fully |perfectly |closely |well |directly )?align(?:s|ed|ment)? with (?:the |your |its |all )?\w*\s*"
        r"(?:goals?|objectives?|priorities|mission|aims?|themes?|strategy|challenges?|criteria|needs)\b",
        r"\b(?:address|answer|cover|fit|match|serve|meet)(?:es|s)? (?:all|every|each)\b.*"
        r"\b(?:challenges?|priorities|topics?|themes?|areas)\b",
    ),
    _rule(
        "hiring",
        "hiring recruiting join positions position roles vacancy vacancies openings cv resume careers"
        " jobs@",
        r"\b(?:we(?:['’]re| are)|is) (?:\w+ly\s+|always\s+|now\s+|also\s+)?(?:hiring|recruiting)\b",
        r"\bjoin (?:our|us|the) ?(?:\w+ )?(?:team|crew)\b|^(?:come )?join us\b|\bopen (?:positions?|roles?)\b",
        r"\bjob openings?\b|\bsend (?:us )?your (?:cv|resume|application)\b|\bcareers? (?:at|with|page)\b",
        r"\bcurrent vacanc(?:y|ies)\b|^hiring\b|\bwork (?:with|for) us\b",
        beside="we we're we’re is our us open job your page hiring current the at",
    ),
    _rule(
        "others",
        "competitor competitors competitor's competitor’s competitors' rival rivals rival's rival’s"
        " neighbour neighbours neighbor landlord copied pasted quoted",
        r"\b(?:our|a|the|their|one|other|another|some) (?:\w+ )?(?:competitors?|rivals?|neighbou?rs?|landlord"
        r")(?:['’]s?)?\s*(?:,|:|\b(?:say|says|said|write|writes|wrote|claim|claims|make|makes|builds?"
        r"|develops?|sells?|offers?|produces?|provides?|such as|which|who|is|are|has|have|does|do|describes?"
        r"|advertises?|website|page|text|product|products|include|includes))",
        r"\b(?:quoted|copied|pasted|borrowed) from\b|^(?:a |our |the )?(?:competitors?|rivals?)\b",
    ),
    _rule(
        "others",
        "another others somebody someone unlike",
        r"^(?:another|other) (?:company|companies|firm|firms|startups?|suppliers?|vendors?)\b",
        r"^(?:others|somebody else|someone else)\b",
        r"^unlike\b[^,]*\bwe (?:sell|make|are|run)\b",
    ),
    _rule(
        "negated",
        "not no never neither nor none nothing cannot don't doesn't didn't isn't aren't wasn't"
        " haven't hasn't won't can't don’t doesn’t didn’t isn’t aren’t haven’t hasn’t won’t can’t"
        " longer far avoid refuse stopped quit abandoned discontinued ceased zero away lack",
        rf"{_FIRM}\b{_LIGHTLY}\s+{_NOT}\b(?!\s+(?:only|just|merely)\b){_LIGHTLY}\s+{_ACTS}",
        r"\bnone of (?:our|us|this|these|it is|the company)\b|\bnothing to do with\b",
        r"\b(?:is|are|was|were) (?:not|never|no) (?:of |among |part of )?(?:our|ours|what we|something we"
        r"|anything we|a product of ours|made by us|on offer)\b",
        rf"{_FIRM}\b{_LIGHTLY}\s+(?:has|have|is|are|make|makes|build|builds|sell|sells|offer|offers|do|does"
        r"|develop|develops|produce|produces)\s+(?:no|neither|nothing|zero)\b",
        rf"{_FIRM}\b{_LIGHTLY}\s+(?:stay|stays|keep|keeps|are|is)\s+(?:well |far )?(?:away|out|clear|far)\b",
        rf"{_FIRM}\b{_LIGHTLY}\s+(?:avoid|refuse|stopped|quit|abandoned|discontinued|ceased|gave up|lack)\b",
        r"^(?:there (?:is|are) )?(?:no|not|never|neither|nor|nothing)\b(?! (?:only|just|more|longer|need|matter"
        r"|other|special|installation|additional))(?=[^.]*(?:,|\b(?:or|nor|and|here|at all|whatsoever)\b|\.?$))"
        r"(?!.*\b(?:requires?|required|needed|necessary|needs)\b)",
    ),
)  # fmt: skip
"""Whatever else a sentence says, with one of these it is no evidence."""

SOFT = (
    _rule(
        "wish",
        "want wants wanted wish wishes hope hopes hoping dream dreams would keen eager excited"
        " happy glad thrilled delighted pleased proud honoured honored grateful forward curious"
        " someday day ambition thank thanks honour honor privilege seek seeks seeking apply applying"
        " applied raise raising fundraising talks pitching pitched looking look intend intends plan"
        " planning aspire aspires interested",
        rf"{_FIRM}{_LIGHTLY}\s+(?:want|wants|wanted|wish|wishes|hope|hopes|dream|dreams|long|aspire|aspires"
        r"|love|like|keen|eager|excited|happy|glad|thrilled|delighted|pleased|proud|honou?red|grateful"
        r"|interested|curious|hoping|dreaming|thinking|ready|open)\b\s*(?:to|of|about|in|for|that|at)\b",
        r"\b(?:one|some) day\b|\bsomeday\b|\blooking forward\b|\blook forward\b|\bour (?:dream|wish|hope)\b",
        r"^(?:many |special |our |with )?thank(?:s| you)?\b|\bwe thank\b|\bwould be (?:an honou?r|honou?red"
        r"|happy|glad|delighted|proud|a privilege|pleased|keen)\b|\bit (?:would|is) (?:be )?(?:our|an?) (?:dream|honou?r)\b",
        rf"{_FIRM}\b{_LIGHTLY}\s+(?:currently |actively |presently )*(?:look(?:s|ing)? for|seek(?:s|ing)?|apply(?:ing)?"
        r"|applie[sd]|raise|raising|fundraising|in talks|pitching|pitched|plan(?:s|ning)? to|intends? to)\b"
        r".*\b(?:fund(?:s|ing)?|invest\w*|money|capital|grants?|loans?|round|apply|partners?|consorti\w+|programmes?"
        r"|programs?|accelerators?|calls?|seed|equity|million|join|applicants?)\b",
        beside=f"{_SELF} thank thanks day someday would",
    ),
    _rule(
        "money",
        "funded co-funded cofunded funding fund financed co-financed sponsored backed venture-backed"
        " awarded selected shortlisted accepted chosen recognised recognized nominated invited"
        " incubated endorsed featured named listed raised raising secured closed received won"
        " wins winner winners prize prizes award awards award-winning grant grants investor investors"
        " round finalist finalists laureate alumni alumnus alum cohort batch hackathon backers"
        " shareholders sponsors graduated graduate participated participating participant took"
        " backing supported support accelerated certified",
        r"\b(?:co-?funded|funded|financed|co-?financed|sponsored|backed|subsidi[sz]ed|supported|venture-backed"
        r"|incubated|accelerated|endorsed|co-financed)\s+(?:\w+ly\s+)?(?:by|from|through|under|within)\b",
        r"\b(?:awarded|selected|shortlisted|accepted|chosen|recogni[sz]ed|nominated|invited|featured|named|listed"
        r"|certified)\s+(?:\w+ly\s+)?(?:by|for|into|as|in|to|among|at|within)\b",
        r"\b(?:raised|raising|secured|closed|closing|received|obtained|won|wins|winning)\b"
        r".*\b(?:funds?|funding|round|grants?|awards?|prizes?|invest\w+|seed|series [a-f]|capital|million|[€$£]\s?\d"
        r"|\d+(?:\.\d+)?\s?(?:m|k|mn|bn)\b|loan|competition|hackathon|medal|label|voucher)",
        r"[€$£]\s?\d.*\b(?:round|funding|investment|grant)\b|\b(?:seed|series [a-f]|pre-seed|funding) round\b",
        r"\b(?:our|its|their|lead|with) (?:\w+ )?(?:backers|shareholders|investors|funders|sponsors)\b|^investors\b",
        r"\b(?:winners?|finalists?|laureates?|alumn(?:i|us|a)|alum|graduates?|participants?|member|part) (?:of|in|at) (?:the )?\b"
        r".*(?:award|prize|competition|challenge|programme|program|accelerator|cohort|batch|hackathon|20\d\d)",
        r"\baward-winning\b|\bthis project has received\b|\bgrant agreement\b|\b(?:prizes?|awards?|grants?)\W*$",
        r"\bwith (?:the )?(?:kind |financial |generous )?(?:support|backing|funding) (?:of|from|by)\b",
        r"\b(?:participated|participating|took part|taking part|graduated|completed) (?:in|from|at|of|the)\b"
        r".*\b(?:programme|program|accelerator|challenge|cohort|batch|hackathon|competition|bootcamp|incubator)\b",
        r"\b(?:support|funding|backing|grants?|investments?|awards?) (?:from|by)\b",
    ),
    _rule(
        "membership",
        "member members membership affiliate affiliated signatory ambassador delegate delegation"
        " partner partners partnered partnering partnership friends part cooperate collaborate dialogue met meeting visited exhibited"
        " exhibiting exhibitor attended attending spoke speaking presented showcased follow followed following admire watch familiar"
        " inspired heard",
        r"\b(?:proud |active |founding |associate |full )?(?:members?|membership|affiliates?|affiliated|signator(?:y|ies)"
        r"|ambassadors?|delegates?) (?:of|with|in|to|at)\b|\bofficial (?:partner|supplier|member)\b",
        r"\b(?:partners?|partnered|partnership|friends?) (?:of|with|include)\b",
        rf"{_FIRM}\b.*\bpart of (?:the |a |an )?\b.*\b(?:network|community|ecosystem|family|cluster|alliance|association)\b",
        rf"{_FIRM}\b.*\b(?:exhibited|exhibiting|exhibit|attended|attending|spoke|presented|showcased) (?:at|with)\b|\bexhibitors? at\b",
        rf"{_FIRM}\b{_LIGHTLY}\s+(?:met|visited|follow|followed|following|admire|watch|familiar with|inspired by|heard of|in dialogue|cooperate|collaborate)\b",
    ),
)  # fmt: skip
"""With one of these a sentence is no evidence unless it says what is made, too."""

TRIGGERS = frozenset().union(*(rule.words for rule in (*CERTAIN, *SOFT)))
"""A sentence without one of these words has no cue."""

BUT = re.compile(r"[,;]?\s+(?:but|instead|rather)\b(?! than)[,:]?\s+", re.IGNORECASE)
"""After it stands what is the case instead."""

_MAKING = """
build builds building built make makes making made manufacture manufactures manufacturing
manufactured manufacturer manufacturers develop develops developing developed design designs
designing designed produce produces producing produced create creates creating created provide
provides providing provided offer offers offering deliver delivers delivering sell sells selling
supply supplies engineer engineers invented invents operate operates detect detects detecting
measure measures monitor monitors track tracks enable enables combine combines convert converts
protect protects reduce reduces fuse fuses print prints use uses using used analyse analyses analyze
analyzes allow allows find finds locate locates turn turns let lets integrate integrates
generate generates store stores carry carries replace replaces run runs fly flies tested
launch launches maker makers producer provider specialise specialises specializes specialized
specialised commercialise commercialises commercializes commercializing cut cuts grow grows scan
scans map maps transmit transmits collect collects process processes automate automates predict
predicts equip equips retrofit retrofits coat coats cool cools propose proposes proposed investigate
investigates demonstrate demonstrates
"""
MAKES = frozenset(_MAKING.split())
"""Words by which a sentence says that something is made or done."""
