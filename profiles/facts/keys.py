"""Which fact does a key announce: "HQ", "Gründungsjahr", "Zatrudnienie"?

Keys are compared as headings of tables are, without case, accents or signs. The words of
``headings.yaml`` count here too; what a table must not take for a fact, because a whole column would
follow, one line of a text may.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from profiles.vocabulary.words import fold

__all__ = ["field_of"]

_KEYS = {
    "headquarters": (
        "hq, headquarters, headquarter, head office, hq location, headquarters location, location, "
        "based in, based, where, city, home base, main office, address, office locations, "
        "office location, company location, headquartered in, hq city, hq country, place, "
        "headquartered, base, offices, principal office, country, "
        "Sitz, Hauptsitz, Firmensitz, Unternehmenssitz, Standort, Standorte, Ort, Adresse, Land, "
        "Anschrift, "
        "siège, siège social, localisation, lieu, ville, pays, implantation, adresse, basé à, basée à, "
        "siedziba, lokalizacja, adres, kraj, miasto, siedziba firmy, "
        "sede, sede central, sede principal, ubicación, ciudad, país, domicilio, dirección, "
        "sede legale, sede operativa, città, paese, indirizzo, "
        "vestigingsplaats, hoofdkantoor, gevestigd in, locatie, hoofdvestiging, vestiging, "
        "säte, huvudkontor, plats, ort, hovedkontor, hovedsæde, beliggenhed, sted, adress, "
        "kotipaikka, pääkonttori, sijainti, asukoht, sídlo, sídlo společnosti, "
        "штаб-квартира, розташування, місто, країна, адреса, офіс"
    ),
    "incorporated_in": (
        "incorporated in, incorporated, country of incorporation, place of incorporation, "
        "registered in, registered office, jurisdiction, legal seat, registration country, "
        "country of registration, state of incorporation, "
        "Rechtssitz, eingetragen in, kraj rejestracji, país de constitución, "
        "pays d'immatriculation, paese di costituzione, land van vestiging, "
        "країна реєстрації"
    ),
    "managed_from": "managed from, place of effective management, management location",
    "founded": (
        "founded, founded_year, year founded, founded in, founded on, founding year, est, established, "
        "since, inception, date founded, founding date, year of foundation, foundation, year "
        "established, started, incorporation date, date of incorporation, year of incorporation, "
        "Gegründet, Gründung, Gründungsjahr, Gründungsdatum, gegründet im Jahr, seit, Jahr der Gründung, "
        "fondée, fondé, fondée en, création, année de création, date de création, année de fondation, "
        "créée en, depuis, fondation, "
        "założona, założono, rok założenia, data założenia, rok powstania, "
        "fundada, fundado, fundación, año de fundación, fundada en, constituida, "
        "fondata, fondato, anno di fondazione, fondazione, costituita, "
        "opgericht, opgericht in, oprichting, oprichtingsjaar, sinds, "
        "grundat, grundades, grundår, grundad, stiftet, etableret, grunnlagt, etablert, stiftelsesår, "
        "perustettu, perustamisvuosi, asutatud, asutamisaasta, založeno, rok založení, "
        "засновано, рік заснування, заснована"
    ),
    "headcount": (
        "employees, team, team size, staff, headcount, people, number of employees, company size, size, "
        "fte, ftes, employee count, no of employees, workforce, team members, staff count, "
        "# of employees, full time employees, "
        "Mitarbeiter, Mitarbeitende, Mitarbeiterzahl, Anzahl Mitarbeiter, Anzahl der Mitarbeiter, "
        "Teamgröße, Unternehmensgröße, Beschäftigte, Belegschaft, Mitarbeiteranzahl, "
        "effectif, effectifs, salariés, collaborateurs, nombre de salariés, équipe, taille, "
        "taille de l'équipe, "
        "zatrudnienie, pracownicy, liczba pracowników, zespół, wielkość firmy, liczba zatrudnionych, "
        "empleados, plantilla, número de empleados, equipo, tamaño, trabajadores, "
        "dipendenti, numero di dipendenti, addetti, organico, squadra, "
        "medewerkers, aantal medewerkers, werknemers, personeel, teamgrootte, "
        "anställda, antal anställda, medarbetare, ansatte, antall ansatte, antal ansatte, medarbejdere, "
        "henkilöstö, työntekijät, töötajad, zaměstnanci, počet zaměstnanců, "
        "працівники, співробітники, кількість працівників, команда"
    ),
    "stage": (
        "stage, funding stage, funding_round, funding round, round, last round, series, last funding, "
        "last funding type, company stage, investment stage, current stage, latest round, "
        "Phase, Finanzierungsphase, Finanzierungsrunde, Unternehmensphase, Runde, "
        "stade, phase, tour, stade de financement, dernier tour, "
        "etap, faza, runda, etap finansowania, etapa, fase, ronda, ronda de financiación, "
        "fase di finanziamento, stadio, ronde, financieringsronde, fas, skede, runde, стадія, раунд"
    ),
    "raised": (
        "raised, funding, total funding, total raised, funding_amount, funding amount, funding raised, "
        "capital raised, last round amount, amount raised, funding to date, total funding raised, "
        "raised to date, money raised, last round size, round size, "
        "Finanzierung, eingesammeltes Kapital, bisher erhalten, haben bisher, bisher eingesammelt, inversión recibida, capital levantado, investimenti ricevuti, tot nu toe opgehaald, hittills rest, rest hittills, pozyskano, dotychczasowe finansowanie, déjà levé, levé, Finanzierungsvolumen, Kapital eingesammelt, "
        "levée de fonds, fonds levés, financement, montant levé, total levé, "
        "finansowanie, pozyskane finansowanie, kapitał, pozyskany kapitał, "
        "financiación, capital captado, inversión, financiamiento, total recaudado, "
        "finanziamenti, capitale raccolto, raccolta, financiering, opgehaald, "
        "finansiering, kapital, rest kapital, фінансування, залучено, інвестиції"
    ),
    "seeking": (
        "seeking, raising, ask, the ask, looking for, funding sought, amount sought, funding ask, "
        "funding need, currently raising, looking to raise, we are raising, "
        "Kapitalbedarf, gesucht, sucht, suchen, wir suchen, we seek, we are seeking, we need, looking to raise, funding goal, target raise, recherchons, nous cherchons, szukamy, cerchiamo, buscando, vi söker,  Finanzierungsbedarf, "
        "recherche, besoin, besoin de financement, montant recherché, "
        "poszukuje, poszukiwane finansowanie, zapotrzebowanie na kapitał, "
        "buscan, buscamos, financiación buscada, necesidad de financiación, "
        "ricerca, fabbisogno, zoekt, financieringsbehoefte, söker, kapitalbehov, потреба"
    ),
    "turnover": (
        "turnover, revenue, revenues, annual revenue, sales, annual turnover, annual sales, "
        "Umsatz, Jahresumsatz, chiffre d'affaires, ca, revenus, "
        "przychody, przychód, obrót, przychody roczne, ingresos, facturación, ventas, "
        "fatturato, ricavi, omzet, jaaromzet, omsättning, omsetning, omsætning, "
        "liikevaihto, käive, obrat, дохід, виручка, оборот"
    ),
    "balance_sheet": "balance sheet, balance sheet total, total assets, Bilanzsumme, total du bilan, "
    "suma bilansowa, activo total, totale attivo, balanstotaal, balansomslutning",
    "trl": (
        "trl, technology readiness level, technology readiness, readiness level, readiness, maturity, "
        "tech readiness, current trl, trl level, development stage, maturity level, technology stage, "
        "Reifegrad, Technologiereifegrad, Technologiereife, TRL-Stufe, niveau de maturité, maturité, "
        "niveau TRL, niveau de maturité technologique, poziom gotowości technologicznej, poziom trl, "
        "gotowość technologiczna, nivel trl, nivel de madurez, madurez tecnológica, livello trl, "
        "livello di maturità, maturità tecnologica, trl-niveau, mognadsgrad, teknisk mognad, "
        "рівень готовності"
    ),
    "weapon": "weapon, weapons, is it a weapon, Waffe, arme, broń, arma, wapen, vapen, зброя",
    "dual_use": "dual-use, dual use, double usage, doble uso, duplice uso, podwójne zastosowanie",
    "defence_use": "defence use, defense use, military use, defence, defense",
    "civil_use": "civil use, civilian use, commercial use",
    "controlled_from": (
        "ownership, owned by, owner, owners, shareholders, controlled by, parent, parent company, "
        "ultimate owner, control, beneficial owners, Eigentümer, Gesellschafter, Mutterkonzern, "
        "actionnaires, actionnariat, maison mère, właściciel, właściciele, propietarios, accionistas, "
        "proprietà, soci, eigenaren, aandeelhouders, ägare, ejere, eiere, власник, власники"
    ),
    "markets": (
        "markets, market, sectors, sector, industries, industry, applications, target customers, "
        "users, use, used by, end users, usuarios, odbiorcy, utilisateurs, nutzer, anwender, Kunden, klanten, kunder, bransch, customers, target markets, use cases, Branche, Branchen, Märkte, Anwendungen, Zielmärkte, "
        "marchés, secteurs, secteur, applications, clients, rynki, branża, zastosowania, klienci, "
        "mercados, sectores, aplicaciones, mercati, settori, applicazioni, markten, sectoren, "
        "toepassingen, marknader, branscher, användning, verwendung, usage, ринки, застосування, клієнти, галузі"
    ),
    "legal": "name and legal form, legal name, company name, legal entity, Nazwa i forma, Firma, "
    "raison sociale, razón social, ragione sociale, nazwa, nazwa firmy, statutaire naam, назва",
    "certifications": "certifications, certification, certificates, certified, Zertifizierungen, "
    "Zertifikate, certyfikaty, certificaciones, certificazioni, certificeringen, certifieringar",
    "export_control": "export control, eccn, export classification, export control code, "
    "Exportkontrolle, control list",
    "duns": "duns, d-u-n-s, duns number",
    "cage": "cage, cage code, ncage, ncage code",
    "pic": "pic, pic number, participant identification code",
    "sam": "uei, sam uei, unique entity id, sam",
}


@cache
def _words() -> Mapping[str, str]:
    pairs = ((word, field) for field, words in _KEYS.items() for word in words.split(", "))
    return {fold(word): field for word, field in pairs}


def field_of(key: str) -> str | None:
    """The fact that a key announces.

    >>> field_of("Gründungsjahr"), field_of("**HQ**"), field_of("Hobby")
    ('founded', 'headquarters', None)
    """
    return _words().get(fold(key)) if len(key) <= 60 else None
