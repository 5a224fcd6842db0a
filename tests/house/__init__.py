"""Does the project keep its own habits: names, packaging, documents, dependencies?"""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("api", "matcher", "profiles", "programmes")
