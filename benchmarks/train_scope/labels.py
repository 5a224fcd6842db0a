"""Which areas does a text surely speak of? Rules that anyone can read, to learn from.

Terms are stems, looked for as beginnings of words. A text that holds terms of several areas is
shared among them by how many different ones it holds; one that holds none is of no area if it comes
from a line of business that no programme here is for, and is not learned from otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

__all__ = ["AREAS", "NONE", "elsewhere", "shares"]

NONE = "none"
"""The class of what lies in no area."""

_TERMS: Mapping[str, str] = {
    "ai-data-decision": (
        "machine learning|deep learning|computer vision|neural network|neural processor|neuromorphic"
        "|command and control|decision support|decision-mak|data fusion|wargam|battle management"
        "|intelligence analy|edge ai|edge computing|high-performance comput|processing-in-memory"
        "|supercomput|geospatial intelligence|open.source intelligence|mission planning|predictive maintenance"
        "|modeling and simulation|modelling and simulation|training simulat|synthetic data|image recognition"
        "|exascale|ai processor|ai chip|ai accelerator|large language model|natural language processing|digital twin"
    ),
    "autonomy-robotics": (
        "drone|uav|uas\\b|unmanned|uncrewed|quadcopter|multirotor|autonomous vehicle|autonomous system"
        "|robot|ugv|ground vehicle|swarm|autopilot|vtol|self-driving|exoskeleton|path planning"
        "|slam\\b|visual navigation|airship|rover|manipulator|loitering|teleoperat"
    ),
    "communications": (
        "radio|mesh network|5g|6g|satcom|satellite communication|antenna|laser communication|optical link"
        "|waveform|modem|broadband|free.space optic|wireless network|transceiver|beyond line of sight"
        "|data link|datalink|inter-satellite|relay network|fiber optic|fibre optic|network protocol"
        "|mobile network|connectivity|millimeter.wave|spectrum shar"
    ),
    "cyber-information-security": (
        "cybersecurity|cyber.?security|cyber.?defen|cyber range|cyber.?attack|encryption|cryptograph|zero.trust"
        "|malware|intrusion detection|vulnerabilit|penetration test|post-quantum|key management"
        "|identity management|authenticat|disinformation|deepfake|firmware|secure enclave|threat intelligence"
        "|ransomware|access control|software supply chain|homomorphic|security operations"
    ),
    "em-spectrum-pnt": (
        "electronic warfare|jamming|anti-jam|spoofing|gnss|gps|inertial|navigation system|positioning"
        "|electromagnetic|spectrum monitor|rf sensing|signals intelligence|phased array|microwave"
        "|metamaterial|metasurface|radar absorb|stealth|camouflage|atomic clock|gyroscope|direction finding"
        "|rf front|high.power electro|radio frequency|geolocation"
    ),
    "sensing-surveillance": (
        "radar|lidar|sonar|infrared|thermal imag|hyperspectral|night vision|photodiode|photodetector|imager"
        "|surveillance|reconnaissance|sensor|detector|acoustic|hydrophone|target tracking|situational awareness"
        "|remote sensing|imaging|camera|spectromet|border surveillance|perimeter|through-wall|seismic|electro-optic"
        "|focal plane|target recognition"
    ),
    "quantum": (
        "quantum|qubit|cold.atom|entangle|single.photon|cryogenic|trapped.ion|magnetometer|gravimet"
        "|photonic integrated|superconduct|rydberg|nitrogen.vacancy|squeezed light"
    ),
    "space": (
        "satellite|orbit|launch vehicle|rocket|spacecraft|space debris|cubesat|smallsat|lunar|space station"
        "|earth observation|re-entry|reentry|space situational|space domain|in-space|space-based|new space"
        "|launcher|solar sail|constellation|moon|spaceflight|spaceport"
    ),
    "maritime-undersea": (
        "underwater|undersea|subsea|maritime|naval|vessel|ships?\b|shipboard|shipyard|submarine|seabed|offshore|marine|ocean"
        "|harbour|harbor|boat|sonobuoy|mine countermeasure|auv\\b|rov\\b|usv\\b|uuv\\b|hull|port security"
        "|seafloor|fisheries"
    ),
    "energy-propulsion": (
        "battery|batteries|fuel cell|hydrogen|microgrid|power electronics|engines?\b|propuls|turbine|thruster"
        "|energy storage|solar cell|solar power|nuclear reactor|micro-reactor|microreactor|fission|fusion energy"
        "|synthetic fuel|e-fuel|power-to-x|generator|supercapacitor|electric motor|wireless power|power beaming"
        "|drivetrain|transmission system|geothermal|electrolys|lithium|photovoltaic|energy harvest|stirling|combust"
    ),
    "materials-manufacturing": (
        "composite|additive manufactur|3d print|alloy|ceramic|coating|semiconductor|graphene|nanomaterial"
        "|nanotechnolog|carbon fiber|carbon fibre|welding|machining|casting|forging|polymer|passivation|wafer"
        "|microelectronic|chip packag|foundry|titanium|rare earth|critical raw material|metallurg|lightweight"
        "|fabricat|thin film|microled|textile|protective film|plasma spray|brazing|manufacturing process|industrial robot"
    ),
    "human-bio": (
        "medical device|biotech|pathogen|vaccine|antibod|wound|surgical|surgeon|implant|diagnostic|drug discover"
        "|drug candidate|therapeutic|biosens|trauma|clinical|prosthe|genom|protein|bacteri|virus|radiation protection"
        "|physiolog|wearable health|infectious|tissue|casualty|biolog|neural interface|biomarker|telemedic|rehabilit"
        "|fracture|molecule|synthetic biology"
    ),
    "infrastructure-logistics": (
        "logistics|supply chain|critical infrastructure|water purif|wastewater|drinking water|bridge|shelter"
        "|field camp|military camp|spare part|maintenance of|warehouse|transport of|cargo|fleet|railway|airport"
        "|construction|demining|resupply|port operation|traffic management|warehous|pipeline|grid resilience"
        "|non-destructive|nondestructive|parts inspection|emergency response|desalinat|disaster"
    ),
    "air-defence-effectors": (
        "counter-uas|counter-drone|c-uas|interceptor|missile|munition|ammunition|artillery|warhead|explosive"
        "|directed energy|high-energy laser|high energy laser|air defence|air defense|weapon|armour|armor|ballistic|firearm"
        "|projectile|guided bomb|fuze|propellant|battle tank|combat vehicle|fighter|torpedo|hypersonic"
    ),
}  # fmt: skip
AREAS = tuple(_TERMS)
_FOUND = {area: re.compile(rf"\b(?:{terms})", re.IGNORECASE) for area, terms in _TERMS.items()}
_ELSEWHERE = re.compile(
    r"consumer|fintech|payments|insurance|banking|lending|real estate|retail|e-commerce|marketplace|social|food"
    r"|travel|leisure|entertainment|gaming|content|apparel|cosmetics|education|human resources|recruiting|sales"
    r"|marketing|legal|advertising|hospitality|media|music|dating|personal finance|restaurant|housing|fashion"
    r"|accounting|asset management|credit|job|finance|payroll|parenting|pets|beauty|property",
    re.IGNORECASE,
)


def elsewhere(lines: Sequence[str]) -> bool:
    """Whether a firm of these lines of business makes what no programme here is for."""
    return bool(lines) and any(_ELSEWHERE.search(line) for line in lines)


def shares(text: str) -> Mapping[str, float]:
    """Of each area that a text surely speaks of, its share of the different terms; they sum to 1.

    >>> shares("A towed sonar, tested on a ship.")
    {'sensing-surveillance': 0.5, 'maritime-undersea': 0.5}
    """
    found = {
        area: len({each.lower() for each in pattern.findall(text)})
        for area, pattern in _FOUND.items()
    }
    total = sum(found.values())
    return {area: n / total for area, n in found.items() if n}
