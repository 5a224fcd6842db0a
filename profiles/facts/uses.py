"""Is the product for civil use, for defence, is it a weapon, and does the startup own it?

Names of programmes, funds and agencies are no use; nor are a founder's service, "defence against
cyber attacks", "military-grade", and what the product protects from. A weapon needs a word for one
that the firm makes; countering, detecting and surviving weapons is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from profiles.facts.context import TextContext
from profiles.facts.cues import Cue, CueHit, hits
from profiles.facts.found import FoundFact
from profiles.facts.layout import KeyedValue, Sentence
from profiles.facts.wording import clause_before, denied, meant_for_later

__all__ = ["uses_in_prose", "uses_in_statement"]

_DUAL = re.compile(
    r"\b(?:dual[- ]use|dual usage|double usage|usage dual|à usage dual|doble uso|uso dual|duplice uso|dual-use|podwójn\w+ (?:zastosowan\w+|przeznaczeni\w+)|подвійн\w+ (?:призначен\w+|використанн\w+)|"
    r"(?:civil(?:ian)?|commercial) and (?:military|defen[cs]e)|(?:military|defen[cs]e) and (?:civil(?:ian)?|commercial)|"
    r"zivile\w* und milit\w+|militärische\w* und zivile\w*|civile?s? et (?:militaires?|de défense)|militaires? et civile?s?|civiles y militares|civili e militari|"
    r"civiel\w* en milit\w+|civil\w* och militär\w*|cywiln\w+ i wojskow\w+|wojskow\w+ i cywiln\w+|cywiln\w+ (?:oraz|i) obronn\w+)\b",
    re.IGNORECASE,
)
_NO_DEFENCE = re.compile(
    r"\b(?:(?:have|has) nothing to do with (?:the )?(?:defen[cs]e|military|weapons)|(?:do|does) not (?:work|sell|supply|build)(?: \w+)? (?:for|to|in) (?:the )?(?:defen[cs]e|military|armed forces)|"
    r"arbeite\w* nicht für (?:die )?(?:Rüstung|Verteidigung|Bundeswehr|Militär)\w*|ne travaill\w+ pas pour (?:la défense|l'armée)|no trabaj\w+ para (?:la )?(?:defensa|ejército)|"
    r"non lavor\w+ per (?:la )?difesa|nie pracuje\w* dla (?:wojska|obronności)|werk\w* niet voor defensie|arbetar inte för försvaret)\b",
    re.IGNORECASE,
)
_TO_COME = re.compile(
    r"(?i)\b(?:plan\w*|want|hope|aim|intend|going) to (?:enter|sell|move|offer|serve)\b"
)
_FEW_WORDS = 2
_LAW = re.compile(r"(?i)export|regulation|list|goods")
_NO_USE_AFTER = re.compile(
    r"(?i)^(?:[ -]*(?:grade|background|experience|veterans?|spec\b|standards?|mechanism|lawyers?|attorney|in[ -]depth|immunitaire|inmunitari\w+)|[ ](?:of|de)[ ](?:volunteers|developers|engineers|ants))"
)
_NAME_THEN = re.compile(r"[a-z] [A-Z][\w&-]*[ ]$")
_NAME_GOES_ON = re.compile(
    r"[ ](?:Fund|Group|Capital|Ventures|Accelerator|Agency|Ltd|Inc|GmbH|Bank|Institute|Centre|Center)\b"
)
_NOT_DEFENCE = re.compile(
    r"\b(?:former(?:ly)?|ex-?|veterans?|served in(?: the)?|career in(?: the)?|background in|years in the|retired|protect\w* (?:against|from)|"
    r"self|legal|immune|browser|web|website|email|endpoint|fraud|phishing|threat|application|runtime|identity|cyber|data|network|flood|coastal|consumer|line of|first line of|against|"
    r"ehemalige\w*|anciens?|byli|byłych|antiguos|ex)[ -]*$",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"(?:European|National|NATO|Innovation|Research|Ukrainian|British|French|Agency for|Ministry of|Department of|Minister of|Secretary of|Academy|Institute|"
    r"Ministère (?:de la|des)|Direction|Agence|Ministerstw\w+|Ministerio de|Ministero della|Ministerie van|Міністерств\w+)[ ]*(?:de[ ]|della[ ]|la[ ])?$"
)
_NAMED_AFTER = re.compile(
    r"^[ ]*(?:Forces|Innovation|Fund|Accelerator|Agency|Advanced Research|Systems\b|Solutions\b|Technologies\b|Labs?\b|Tech\b|Industries\b|Group\b|Ventures|Capital|Unit\b|Week|Expo|Show|"
    r"Academy|University|Attach|College|Forum|Conference|Summit|Day|Hub\b|Ltd|GmbH|Inc|Holding|mechanism|attorney|lawyer|against)",
)
_DEFEND_ATTACKS = re.compile(
    r"^(?:[ ]*(?:against|of (?:the )?(?:environment|rights|networks?|data)|from|gegen|contre|przed|contra|contro|tegen|mot|від)\b)",
    re.IGNORECASE,
)
_WEAPON = re.compile(
    r"\b(?:missiles?|loitering munitions?|munitions?|ammunition|warheads?|torpedoe?s?|(?:assault |sniper )?rifles?|grenades?|mortars?|howitzers?|artillery (?:shells?|systems?)|"
    r"(?:deep )?strike (?:drones?|uavs?|systems?)|(?:one-way|kamikaze)[- ](?:attack )?(?:drones?|uavs?)|one-way effectors?|attack drones?|combat drones?|armed (?:drones?|uavs?)|lethal (?:systems?|effects?|drones?)|"
    r"weapons?(?: systems?)?|firearms?|guided bombs?|glide bombs?|kinetic interceptors?|interceptor (?:missiles?|drones?)|high-energy laser weapons?|remote weapon stations?|explosives?|"
    r"Lenkflugk(?:ö|oe)rper\w*|Raketenartillerie|Munition\w*|Waffen(?:system\w*)?|Gefechtsk(?:ö|oe)pf\w*|Kamikaze-?drohnen?|Kampfdrohnen?|Angriffsdrohnen?|"
    r"munitions? (?:téléopérées?|rôdeuses?)|missiles?|armes?|armement\w*|drones? (?:kamikazes?|d'attaque|armés?)|ogives?|"
    r"amunicj\w+|pocisk\w*|uzbrojeni\w+|bro[nń]\w*(?= (?:palną|strzelecką|i amunicj))|głowic\w+ bojow\w+|dron\w* (?:uderzeniow\w+|kamikadze)|rakiet\w* (?:przeciw\w+|kierowan\w+)|"
    r"municion(?:es)?|misiles?|armamento|armas|drones kamikaze|munizion\w+|missil\w+|armament\w+|armi(?= )|droni kamikaze|munitie|raketten|wapens?(?:ystem\w*)?|aanvalsdrones?|"
    r"ammunitio\w*|vapen(?:system)?|robotvapen|missiler|ammunisjon|våben\w*|"
    r"боєприпас\w*|ракет\w*|Granaten|Geschosse|Mörser|Haubitzen|Sprengk(?:ö|oe)(?:pf|rp)\w*|Zünder|(?:Maschinen|Sturm)?gewehre?|Raketenwerfer|Lenkwaffen|"
    r"obus|roquettes?|mortiers?|fusées d'artillerie|fusils?|torpilles?|grenades?|bombes?(?= guid)|canons? d'artillerie|"
    r"głowic\w*(?= i | oraz | bojow| kumul|,)|bezzałogow\w+ uderzeniow\w+|granat(?:y|ów|ami|nik\w*)|moździerz\w*|karabin\w*|"
    r"espoletas?|granadas?(?! )|morteros?|proyectil\w*|fusiles|torpedos?|munición|lanciarazzi|lanciagranate|artiglieria|proiettil\w+|fucil[ei]|cannoni|spolette|obici|"
    r"granaten|mortieren|ontstekers|granater?|luftvärnsrobot\w*|pansarskott|eldrör|torpeder|robotsystem|"
    r"ударн\w+ (?:дрон\w*|бпла|безпілотник\w*)|дрон\w*-камікадзе|зброя|зброю|озброєн\w+)\b",
    re.IGNORECASE,
)
_MAKES = re.compile(
    r"\b(?:develop\w*|build\w*|built|design\w*|manufactur\w*|produc\w*|deliver\w*|mak(?:es?|ing|ers?)|suppl(?:y|ies)|offers?|range of|portfolio|products?|unveil\w*|launch\w*|"
    r"entwickel\w*|bau(?:en|t)|produzier\w*|fertig\w*|herstell\w*|Hersteller|liefer\w*|développ\w*|conçoi\w*|fabriqu\w*|produi\w*|fabricant|"
    r"produk\w*|tworz\w*|projektuj\w*|rozwij\w*|wytwarz\w*|dostarcz\w*|desarroll\w*|fabric\w*|diseñ\w*|svilupp\w*|realizz\w*|progett\w*|ontwikkel\w*|bouw\w*|maakt|"
    r"levert|leveren|maken|produceert|vervaardigt|costruisce|fornisce|suministra|konstru\w*|wytwarz\w*|réalis\w+|fourni\w+|stell\w+|levererar|bygger|utveckl\w*|tillverk\w*|udvikl\w*|utvikl\w*|producer\w*|розробля\w*|виробля\w*|виробник\w*|виготовл\w*)\b",
    re.IGNORECASE,
)
_AGAINST = re.compile(
    r"\b(?:counter\w*|anti|against|defeat\w*|detect\w*|intercept(?!or)\w*|neutrali[sz]\w*|protect\w*|surviv\w*|resist\w*|track\w*|warn\w*|shield\w*|threat\w*|stop\w*|jam\w*|clear\w*|dispos\w*|"
    r"demin\w*|locat\w*|find\w*|defen[cs]e|abwehr\w*|gegen|erkenn\w*|schutz\w*|schütz\w*|contre|détect\w*|anti|protég\w*|protection|lutte|déminage|"
    r"przeciw\w*|wykryw\w*|ochron\w*|zwalcza\w*|contra|detect\w*|proteg\w*|desminado|contro|rileva\w*|tegen|detecte\w*|bescherm\w*|mot|skydd\w*|beskytt\w*|проти|виявл\w*|захист\w*|захищ\w*|"
    r"simulat\w*|train\w*|instead of|unlike|anders als|contrairement|alternative|non|un|bullet|not|no|free of|target(?:s|ing)? for|test\w* of|for (?:the )?integration)\b|-$",
    re.IGNORECASE,
)
_AFTER_WEAPON = re.compile(
    r"^(?:[ -]*(?:defen[cs]e|detection|warning|threats?|attacks?|strikes?|tracking|protection|simulat\w+|training|disposal|clearance|proof|resistant|components?|tests?|ranges?|proliferation|experts?|officer|license|licence|industry|seeker|market|free|engineers?|abwehr|schutz|antrieb\w*|motor\w*|nosn\w*|propulsion|of mass|control|launch(?:er)? (?:site|pad)|engine|motor|nos[ni]\w*|двигун\w*|носі\w*))\b",
    re.IGNORECASE,
)
_NO_WEAPON = re.compile(
    r"\b(?:(?:is|are|we're|we are|do|does|did) not (?:a |an )?(?:weapons?|arms|lethal|develop\w* (?:any )?weapons?|mak\w+ (?:any )?weapons?|build (?:any )?weapons?|produce (?:any )?weapons?)|"
    r"(?:no|non)[- ](?:weapons?|lethal)(?: (?:company|systems?|use|functions?))?|not a weapons? (?:company|manufacturer|system)|unarmed|no lethal|never build weapons|"
    r"kein\w* Waffe\w*|unbewaffnet\w*|nicht[- ]letal\w*|pas (?:d'|une |des )armes?|(?:est|sont) pas armée?s?|non armée?s?|non létale?s?|nie (?:jest|są|produkujemy|wytwarzamy|robimy|tworzymy|budujemy) bro(?:ni|ń)\w*|nieuzbrojon\w+|no (?:es|son|fabricamos|desarrollamos|hacemos|producimos) (?:un |ning[uú]n )?armas?|no letales?|desarmad\w+|"
    r"non (?:è|sono|produciamo|costruiamo|facciamo) (?:un'|un |delle )?arm[ai]|non letal[ei]|disarmat\w+|geen wapen\w*|onbewapend\w*|ing(?:a|et) vapen\w*|inte (?:ett |några )?vapen\w*|obeväpnad\w*|ikke (?:et )?våben|не (?:є зброєю|виробляємо зброю))\b",
    re.IGNORECASE,
)
_WE_DO = re.compile(
    r"(?i)\b(?:konstruuj\w+|produkuj\w+|wytwarza\w+|projektuj\w+|(?:bauen|fertigen|entwickeln|produzieren) wir|(?:tillverkar|bygger|utvecklar) vi|"
    r"(?:maken|bouwen) (?:we|wij)|are what we (?:make|build))\b"
)
_ASKED_WEAPON = re.compile(
    r"\b(?:weapon|waffe|arme|arma|broń|broni|bronią|wapen|vapen|våben)\w{0,3}\b[^.?!\n]{0,40}\?[ \n*]*(?:\w{1,7}:[ *]*)?(?:no|nein|non|nie|nee|nej)\b",
    re.IGNORECASE,
)
_OWNS = re.compile(
    r"\b(?:(?:our|its|own|with|using|on|a|the|based on|through|uses?|develops?|several|\d+|holds?|files?|owns?)[ ](?:\w+[ ]){0,2}?(?:patented|proprietary|patent-protected)[ ](?!by|software licen)\w+|(?:patented|proprietary|patent-pending)[ ](?:\w+[ ]){0,3}?(?:technolog\w+|software|algorithm\w*|platform|sensors?|process|design|system\w*|solution\w*|hardware|AI|engine|model\w*|material\w*|signal\w*|electromagnetic)|"
    r"(?:own|hold|holds|owns|holding)[ ](?:the[ ]|all[ ]|our[ ]|its[ ]|full[ ]|\d+[ ]|several[ ])*(?:IP|intellectual property|patents?)|(?:we|company) (?:fully )?owns? (?:the|all) (?:technology|rights)|"
    r"in-house developed (?:technology|software|hardware|sensors?)|our (?:\w+ )?patents?|(?:covered|protected) by (?:\w+ ){0,3}patents?|(?:\d+|two|three|four|five|several|granted) (?:granted )?patents|its own (?:\S+ ){1,3}(?:chemistry|technology|process|design|software|sensor|engine|chip)|"
    r"(?:couvert\w+|protég\w+) par (?:\w+ ){0,3}brevets?|copert\w+ da brevett\w*|durch \w* ?Patente? geschützt|chronion\w+ patent\w*|protegid[ao] por patente\w*|"
    r"patentierte[nrs]? \w+|eigen(?:e[nrs]?)? (?:entwickelte\w*|patentierte\w*|Technologie|Patente)|selbst entwickelte\w* \w+|"
    r"(?:technologie|solution|procédé|logiciel)s? (?:brevetée?s?|propriétaires?)|brevets? (?:déposés?|propres?)|"
    r"opatentowan\w+|autorsk\w+ (?:technologi\w+|oprogramowani\w+|rozwiąza\w+|algorytm\w*|system\w*)|własn\w+ (?:technologi\w+|patent\w*|produkcji)|"
    r"(?:software|tecnología|plataforma) (?:propietari[ao]|patentad[ao]|propia)|tecnolog\w+ (?:proprietari\w+|brevettat\w+)|sua tecnologia|software proprietario|brevettat\w+|"
    r"eigen (?:\w+-?)?(?:technologie|modellen|software|ontwikkelde|AI-modellen)|gepatenteerd\w*|egenutveckla\w+|patenterad\w*|patenteret|patentert|egen teknik|"
    r"власн\w+ (?:виробництв\w*|розробк\w*|технологі\w+)|запатентован\w+)",
    re.IGNORECASE,
)


def uses_in_statement(found: KeyedValue, context: TextContext) -> Iterator[FoundFact]:
    """The uses that a statement says."""
    said = found.value.strip().casefold()
    yes = re.match(r"(?:yes|ja|oui|tak|s[ií]|true|y)\b", said)
    no = re.match(r"(?:no|nein|non|nie|nee|nej|false|n|none|keine?|aucune?)\b", said)
    if found.field == "dual_use" and yes:
        for field in ("civil_use", "defence_use"):
            yield FoundFact(field, bool(yes), found.start, found.end, "stated", 5.0)
    elif found.field in ("weapon", "civil_use", "defence_use") and (yes or no):
        yield FoundFact(found.field, yes is not None, found.start, found.end, "stated", 5.0)
    elif found.field == "markets" or (
        found.field in ("civil_use", "defence_use") and len(said) > 3
    ):
        sentence = Sentence(found.value, found.at, 0)
        for fact in _uses(sentence, context, listed=True):
            yield FoundFact(fact.field, fact.value, found.start, found.end, "read", 2.0)


def uses_in_prose(context: TextContext) -> Iterator[FoundFact]:
    """The uses that sentences say."""
    for sentence in context.sentences:
        yield from _uses(sentence, context, listed=False)
        if sentence.cues & Cue.WEAPON:
            yield from _weapons(sentence, context)
        for found in () if not sentence.cues & Cue.OWN else _OWNS.finditer(sentence.text):
            before = clause_before(sentence.text, found.start())
            if not denied(before) and not meant_for_later(before):
                yield _fact("owns_technology", sentence, found.span(), 1.0)
    for said in context.layout.statements:
        if _PRODUCT_KEY.search(context.layout.plain[said.start : said.at]):
            yield from _weapons(Sentence(said.value, said.at, 0), context, listed=True)
    yield from _listed_weapons(context)
    for found in _ASKED_WEAPON.finditer(context.layout.plain):
        span = found.start(), found.end()
        yield FoundFact("weapon", not found[0], *span, "read", 2.0)


def _fact(
    field: str, sentence: Sentence, span: tuple[int, int], weight: float, *, value: bool = True
) -> FoundFact:
    weight -= min(sentence.number, 60) * 0.005
    return FoundFact(
        field, value, sentence.start + span[0], sentence.start + span[1], "read", weight
    )


def _uses(sentence: Sentence, context: TextContext, *, listed: bool) -> Iterator[FoundFact]:
    text = sentence.text
    for found in _DUAL.finditer(text) if sentence.cues & Cue.DUAL else ():
        before = clause_before(text, found.start())
        if not denied(before) and not _LAW.search(text[found.end() : found.end() + 25]):
            yield _fact("civil_use", sentence, found.span(), 2.0)
            yield _fact("defence_use", sentence, found.span(), 2.0)
    if sentence.cues & Cue.DEFENCE and (never := _NO_DEFENCE.search(text)):
        yield _fact("defence_use", sentence, never.span(), 2.0, value=False)
    elif sentence.cues & Cue.DEFENCE:
        for hit in hits(text, Cue.DEFENCE):
            if _is_defence(text, hit):
                yield _fact("defence_use", sentence, (hit.start, hit.end), 1.0)
                break
    civil = Cue.CIVIL | Cue.LISTED if listed else Cue.CIVIL
    if sentence.cues & civil:
        for hit in hits(text, civil):
            before = clause_before(text, hit.start)
            if denied(before) or meant_for_later(before) or _inside_name(text, hit):
                continue
            if listed or text.count(" ") >= _FEW_WORDS:
                yield _fact("civil_use", sentence, (hit.start, hit.end), 1.0)
                break


def _is_defence(text: str, hit: CueHit) -> bool:
    before = clause_before(text, hit.start)
    after = text[hit.end : hit.end + 40]
    word = text[hit.start : hit.end]
    if denied(before) or _NOT_DEFENCE.search(before[-30:]) or _DEFEND_ATTACKS.match(after):
        return False
    if _NO_USE_AFTER.match(after) or _TO_COME.search(before):
        return False
    if word[0].isupper() and _NAMED.search(text[: hit.start][-30:]):
        return False
    if word in ("Defense", "Defence", "Military") and _NAME_THEN.search(text[: hit.start]):
        return False  # part of a name: "our work with Orion Defense"
    return not (word[0].isupper() and _NAMED_AFTER.match(after))


def _inside_name(text: str, hit: CueHit) -> bool:
    """Whether a word stands inside a capitalised name: "Global Health Fund"."""
    if not text[hit.start].isupper():
        return False
    return _NAME_GOES_ON.match(text, hit.end) is not None


def _weapons(
    sentence: Sentence, context: TextContext, *, listed: bool = False
) -> Iterator[FoundFact]:
    text = sentence.text
    if text.endswith("?"):
        return
    if found := _NO_WEAPON.search(text):
        yield _fact("weapon", sentence, found.span(), 2.0, value=False)
        return
    for found in _WEAPON.finditer(text):
        before = clause_before(text, found.start())
        after = text[found.end() : found.end() + 60]
        if denied(before) or _AGAINST.search(before[-60:]) or _AFTER_WEAPON.match(after):
            continue
        if not listed and not _MAKES.search(before) and not _WE_DO.search(after):
            continue
        yield _fact("weapon", sentence, found.span(), 1.0)
        yield _fact("defence_use", sentence, found.span(), 0.5)


_PRODUCT_KEY = re.compile(r"(?i)product|produkt|produit|producto|prodott|продук")
_PRODUCTS = re.compile(
    r"(?i)^\W*(?:our |key )?(?:products?|produkty|produkte|produits|productos|prodotti|producten)\b"
)


def _listed_weapons(context: TextContext) -> Iterator[FoundFact]:
    """Weapons in a row of products."""
    for sentence in context.sentences:
        if _PRODUCTS.match(sentence.text):
            yield from _weapons(sentence, context, listed=True)
