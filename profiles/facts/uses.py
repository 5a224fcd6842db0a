"""Is the product for civil use, for defence, is it a weapon, and does the startup own it?

Names of programmes, funds and agencies are no use; nor are a founder's service, "defence against
cyber attacks", "military-grade", and what the product protects from. A weapon needs a word for one
that the firm makes; countering, detecting and surviving weapons is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from profiles.facts.context import TextContext
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
_DEFENCE = re.compile(
    r"\b(?:defen[cs]e(?![ -]in[ -]depth| against| mechanism| lawyer)|military(?!-grade| grade| background| experience| veterans?|-spec)|armed forces|warfighters?|war-?fighting|soldiers?|battlefields?|"
    r"militar(?:y|ies)(?= users| customers| sector| appl| oper| organi)|defen[cs]e-?tech|naval|nav(?:y|ies)|arm(?:y|ies)(?! of\b)|air forces?|special forces|troops|"
    r"Verteidigung\w*|milit(?:ä|ae)risch\w*|Bundeswehr|Streitkr(?:ä|ae)fte\w*|Wehrtechnik|R(?:ü|ue)stungs\w*|Soldat\w*|Landesverteidigung|"
    r"défense|militaires?|(?:forces )?armée?s|blessés de guerre|soldats?|marine nationale|armée de terre|"
    r"obronn\w+|wojsk\w*|militarn\w+|sił(?:ami|y|om)? (?:zbrojn\w+|powietrzn\w+|specjaln\w+)|żołnierz\w*|armi[iąęa]|"
    r"defensa|militar(?:es)?|fuerzas armadas|soldados?|ejército|"
    r"difesa|militar[ei]|forze armate|soldati|esercito|marina militare|"
    r"defensie\w*|militaire|militair\w*|krijgsmacht|soldaten|"
    r"försvar\w*|militär\w*|forsvar\w*|militær\w*|soldater|puolustus\w*|sotilas\w*|kaitsetööst\w*|kaitseväe\w*|"
    r"оборон\w+|військов\w+|збройн\w+ сил\w*|ЗСУ|бойов\w+|obrann\w+|vojensk\w+|armád\w+)\b",
    re.IGNORECASE,
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
_CIVIL = re.compile(
    r"\b(?:civil(?:ian)?(?! (?:war|servants?|engineers?))s?(?= |,|\.|-)|commercial (?:aviation|customers|users|sector|markets?|shipping|applications?|use|operators|satellites?|airlines|fleets?)|"
    r"public safety|first responders|search and rescue|disaster (?:relief|response|management)|humanitarian|firefight\w+|wildfires?|"
    r"agricultur\w+|farmers?|farming|crops?|livestock|fisher(?:ies|men)|aquaculture|forestry|"
    r"health ?care|dental|clinics?|hospitals?|patients?|clinical|clinicians?|medical|surger(?:y|ies|ical)|medtech|pharmac\w+|biotech|diagnostics|rehabilitation|"
    r"e-commerce|retail\w*|warehouses?|logistics (?:companies|operators|providers|sector)|supply chains?|"
    r"automotive|motorsports?|car (?:makers?|exporter|manufacturers?)|electric vehicles|railways?|airlines|airports?|"
    r"mining|oil (?:and|&) gas|utilities|power grids?|wind (?:farms?|turbines?|energy)|solar|renewable|energy (?:companies|sector|storage|transition)|"
    r"construction|infrastructure inspection|bridges|smart cit(?:y|ies)|municipalit\w+|"
    r"environmental (?:monitoring|sectors?|protection)|climate|weather forecast\w*|water (?:utilities|quality|treatment|management)|maritime safety|shipping companies|"
    r"consumers?|fintech|banks|insur(?:ers|ance)|telecom\w*|enterprise customers|enterprises|SMEs|small businesses|education|schools|fashion|food|textile|cosmetic\w*|gaming|"
    r"industrial (?:customers|applications|sectors?|automation|use|inspection|sites|markets)|industrial, |industry 4\.0|manufacturing (?:companies|sector|industry)|factories|"
    # German
    r"zivile?\w*|Landwirtschaft\w*|Landmaschinen|Landwirte\w*|Krankenh(?:a|ä)us\w*|Patient\w*|medizin\w*|Medizintechnik|Pflege\w*|Logistik\w*|Einzelhandel\w*|Automobil\w*|Energieversorg\w*|Windkraft\w*|"
    r"Bauwesen|Baubranche|Vermessung\w*|\w+vermessung|Katastrophenschutz|Feuerwehr\w*|Rettungs\w*|Kommunen|Mittelstand\w*|KMU|Verbraucher\w*|Handwerk\w*|Industriekunden|Flughäfen|Bergbau|"
    # French
    r"civile?s?|agricol\w*|agriculteurs?|agriculture|hôpita(?:l|ux)|hospitali\w+|patients?|médica(?:l|ux|le|les)|chirurg\w+|troubles neurologiques|pharmacie|logistique|entrepôts?|mode|alimentation|"
    r"énergies? renouvelables?|éolien\w*|PME|collectivités|sécurité civile|pompiers|journalistes?|grande distribution|cosmétique|bâtiment|ferroviaire|consommateurs|"
    # Polish
    r"cywiln\w+|rolnictw\w+|rolnik\w*|szpital\w*|pacjent\w*|medyczn\w+|logistyk\w+|handl\w+ (?:elektronicz|detal)\w+|energetyk\w+|budownictw\w+|górnictw\w+|samorząd\w*|odczytu wody|wodociąg\w*|profesjonalnych i obronnych|straż\w* pożarn\w+|"
    # Spanish, Italian, Portuguese
    r"civiles|agricultura|agrícol\w*|hospitales|pacientes|médic[ao]s?|logística|comercio|energía|minería|construcción|pymes|bomberos|municipios|"
    r"civili|agricoltura|agricol\w*|coltivazion\w+|ospedal\w+|pazienti|medic[ahio]\w*|logistica|e-commerce|edilizia|energia|aziende|navigazione web|protezione civile|"
    # Dutch, Nordic
    r"civiel\w*|landbouw|tuinbouw|ziekenhu\w+|patiënten|medisch\w*|logistiek|MKB|detailhandel|energiesector|bouwsector|scheepvaart|"
    r"lantbruk|jordbruk|landbrug|landbruk|sjukhus|sykehus|sygehus\w*|patienter|medicinsk\w*|e-handel|detaljhandel|detailhandel|kommuner|industri(?:kunder|ell\w*)|"
    # Ukrainian
    r"цивільн\w+|медич\w+|лікар\w+|пацієнт\w*|сільськ\w+ господарств\w*|агро\w*|публічного та приватного використання|тканин\w*|енергетик\w*)\b",
    re.IGNORECASE,
)
_CIVIL_CONTEXT = re.compile(
    r"\b(?:for|serv(?:e|es|ing)|serves|in|across|by|customers|clients|users|applications?|used (?:by|in|for)|markets?|sectors?|industr(?:y|ies)|helps?|enabl\w+|monitor\w*|"
    r"develop\w*|provid\w*|offer\w*|build\w*|design\w*|produc\w*|mak(?:es|ing)|specialis\w+|specializ\w+|pathway|benchmarking|exporter|company|"
    r"für|Bereich\w*|Branche\w*|Kunden|Einsatz\w*|Anwendung\w*|entwickel\w*|bietet|Lösung\w*|"
    r"pour|dans|secteurs?|clients|développe|conçoit|propose|figurent|demande|"
    r"dla|do|zastosowa\w*|branż\w*|sektor\w*|projektowani\w*|produkcj\w*|"
    r"para|sector\w*|clientes|desarrolla|per|settor\w*|clienti|sviluppa|specializzat\w+|progettazione|protezione|"
    r"voor|sectoren|klanten|ontwikkelt|för|til|till|kunder|utvecklar|udvikler|utvikler|"
    r"для|розробля\w*|виробля\w*)\b|[,:]",
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
    r"боєприпас\w*|ракет\w*|ударн\w+ (?:дрон\w*|бпла|безпілотник\w*)|дрон\w*-камікадзе|зброя|зброю|озброєн\w+)\b",
    re.IGNORECASE,
)
_MAKES = re.compile(
    r"\b(?:develop\w*|build\w*|built|design\w*|manufactur\w*|produc\w*|deliver\w*|mak(?:es?|ing|ers?)|suppl(?:y|ies)|offers?|range of|portfolio|products?|unveil\w*|launch\w*|"
    r"entwickel\w*|bau(?:en|t)|produzier\w*|fertig\w*|herstell\w*|Hersteller|liefer\w*|développ\w*|conçoi\w*|fabriqu\w*|produi\w*|fabricant|"
    r"produk\w*|tworz\w*|projektuj\w*|rozwij\w*|wytwarz\w*|dostarcz\w*|desarroll\w*|fabric\w*|diseñ\w*|svilupp\w*|realizz\w*|progett\w*|ontwikkel\w*|bouw\w*|maakt|"
    r"utveckl\w*|tillverk\w*|udvikl\w*|utvikl\w*|producer\w*|розробля\w*|виробля\w*|виробник\w*|виготовл\w*)\b",
    re.IGNORECASE,
)
_AGAINST = re.compile(
    r"\b(?:counter\w*|anti|against|defeat\w*|detect\w*|intercept(?!or)\w*|neutrali[sz]\w*|protect\w*|surviv\w*|resist\w*|track\w*|warn\w*|shield\w*|threat\w*|stop\w*|jam\w*|clear\w*|dispos\w*|"
    r"demin\w*|locat\w*|find\w*|defen[cs]e|abwehr\w*|gegen|erkenn\w*|schutz\w*|schütz\w*|contre|détect\w*|anti|protég\w*|protection|lutte|déminage|"
    r"przeciw\w*|wykryw\w*|ochron\w*|zwalcza\w*|contra|detect\w*|proteg\w*|desminado|contro|rileva\w*|tegen|detecte\w*|bescherm\w*|mot|skydd\w*|beskytt\w*|проти|виявл\w*|захист\w*|захищ\w*|"
    r"simulat\w*|train\w*|instead of|alternative|non|un|bullet|not|no|free of|target(?:s|ing)? for|test\w* of|for (?:the )?integration)\b|-$",
    re.IGNORECASE,
)
_AFTER_WEAPON = re.compile(
    r"^(?:[ -]*(?:defen[cs]e|detection|warning|threats?|attacks?|strikes?|tracking|protection|simulat\w+|training|disposal|clearance|proof|resistant|components?|tests?|ranges?|proliferation|experts?|officer|license|licence|industry|seeker|market|free|engineers?|abwehr|schutz|antrieb\w*|motor\w*|nosn\w*|propulsion|of mass|control|launch(?:er)? (?:site|pad)|engine|motor|nos[ni]\w*|двигун\w*|носі\w*))\b",
    re.IGNORECASE,
)
_NO_WEAPON = re.compile(
    r"\b(?:(?:is|are|we're|we are|do|does|did) not (?:a |an )?(?:weapons?|arms|lethal|develop\w* (?:any )?weapons?|mak\w+ (?:any )?weapons?|build (?:any )?weapons?|produce (?:any )?weapons?)|"
    r"(?:no|non)[- ](?:weapons?|lethal)(?: (?:company|systems?|use|functions?))?|not a weapons? (?:company|manufacturer|system)|unarmed|no lethal|never build weapons|"
    r"keine Waffen\w*|kein Waffen\w*|nicht[- ]letal\w*|pas d'armes?|non létale?s?|nie (?:jest|produkujemy) broni\w*|no (?:es|son|fabricamos|desarrollamos) armas|no letales?|"
    r"non (?:è|sono|produciamo) arm[ai]|non letal[ei]|geen wapens?|inga vapen|не (?:є зброєю|виробляємо зброю))\b",
    re.IGNORECASE,
)
_OWNS = re.compile(
    r"\b(?:(?:our|its|own|with|using|on|a|the|based on|through|uses?|develops?|several|\d+|holds?|files?|owns?)[ ](?:\w+[ ]){0,2}?(?:patented|proprietary|patent-protected)[ ](?!by|software licen)\w+|(?:patented|proprietary|patent-pending)[ ](?:\w+[ ]){0,3}?(?:technolog\w+|software|algorithm\w*|platform|sensors?|process|design|system\w*|solution\w*|hardware|AI|engine|model\w*|material\w*|signal\w*|electromagnetic)|"
    r"(?:own|hold|holds|owns|holding)[ ](?:the[ ]|all[ ]|our[ ]|its[ ]|full[ ]|\d+[ ]|several[ ])*(?:IP|intellectual property|patents?)|(?:we|company) (?:fully )?owns? (?:the|all) (?:technology|rights)|"
    r"in-house developed (?:technology|software|hardware|sensors?)|our (?:\w+ )?patents?|"
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
        yield from _weapons(sentence, context)
        for found in _OWNS.finditer(sentence.text):
            before = clause_before(sentence.text, found.start())
            if not denied(before) and not meant_for_later(before):
                yield _fact("owns_technology", sentence, found, 1.0)
    for said in context.layout.statements:
        if _PRODUCT_KEY.search(context.layout.plain[said.start : said.at]):
            yield from _weapons(Sentence(said.value, said.at, 0), context, listed=True)
    yield from _listed_weapons(context)


def _fact(
    field: str, sentence: Sentence, found: re.Match[str], weight: float, *, value: bool = True
) -> FoundFact:
    weight -= min(sentence.number, 60) * 0.005
    return FoundFact(
        field, value, sentence.start + found.start(), sentence.start + found.end(), "read", weight
    )


def _uses(sentence: Sentence, context: TextContext, *, listed: bool) -> Iterator[FoundFact]:
    text = sentence.text
    for found in _DUAL.finditer(text):
        before = clause_before(text, found.start())
        if not denied(before) and not re.search(
            r"(?i)export|regulation|list|goods", text[found.end() : found.end() + 25]
        ):
            yield _fact("civil_use", sentence, found, 2.0)
            yield _fact("defence_use", sentence, found, 2.0)
    for found in _DEFENCE.finditer(text):
        if _is_defence(text, found, sentence, context):
            yield _fact("defence_use", sentence, found, 1.0)
            break
    for found in _CIVIL.finditer(text):
        before = clause_before(text, found.start())
        if denied(before) or meant_for_later(before) or _inside_name(text, found):
            continue
        if listed or _CIVIL_CONTEXT.search(text.replace(found[0], " ", 1)):
            yield _fact("civil_use", sentence, found, 1.0)
            break


def _is_defence(text: str, found: re.Match[str], sentence: Sentence, context: TextContext) -> bool:
    before = clause_before(text, found.start())
    after = text[found.end() : found.end() + 40]
    if denied(before) or _NOT_DEFENCE.search(before[-30:]) or _DEFEND_ATTACKS.match(after):
        return False
    word = found[0]
    if word[0].isupper() and _NAMED.search(text[: found.start()][-30:]):
        return False
    if word in ("Defense", "Defence", "Military") and re.search(
        r"[a-z] [A-Z][\w&-]*[ ]$", text[: found.start()]
    ):
        return False  # part of a name: "our work with Orion Defense"
    return not (word[0].isupper() and _NAMED_AFTER.match(after))


def _inside_name(text: str, found: re.Match[str]) -> bool:
    """Whether a word stands inside a capitalised name: "Global Health Fund"."""
    if not found[0][0].isupper():
        return False
    return (
        re.match(
            r"[ ](?:Fund|Group|Capital|Ventures|Accelerator|Agency|Ltd|Inc|GmbH|Bank|Institute|Centre|Center)\b",
            text[found.end() :],
        )
        is not None
    )


def _weapons(
    sentence: Sentence, context: TextContext, *, listed: bool = False
) -> Iterator[FoundFact]:
    text = sentence.text
    if found := _NO_WEAPON.search(text):
        yield _fact("weapon", sentence, found, 2.0, value=False)
        return
    for found in _WEAPON.finditer(text):
        before = clause_before(text, found.start())
        after = text[found.end() : found.end() + 30]
        if denied(before) or _AGAINST.search(before[-60:]) or _AFTER_WEAPON.match(after):
            continue
        if not listed and not _MAKES.search(before):
            continue
        yield _fact("weapon", sentence, found, 1.0)


_PRODUCT_KEY = re.compile(r"(?i)product|produkt|produit|producto|prodott|продук")
_PRODUCTS = re.compile(
    r"(?i)^\W*(?:our |key )?(?:products?|produkty|produkte|produits|productos|prodotti|producten)\b"
)


def _listed_weapons(context: TextContext) -> Iterator[FoundFact]:
    """Weapons in a row of products."""
    for sentence in context.sentences:
        if _PRODUCTS.match(sentence.text):
            yield from _weapons(sentence, context, listed=True)
