"""Which tables does the matcher keep, and how did they come to be?

In one file with those of profiles and programmes. What a run found of all pairs is in files beside
it; here stand answers as bytes, and who took part.
"""

from __future__ import annotations

from sqlite_utils import Database, Migrations

__all__ = ["migrations"]

migrations = Migrations("matcher")


@migrations()
def m0001_judgments(db: Database) -> None:
    """Create the tables of judgments, saved searches and dismissals."""
    db.table("judgments").create(
        {
            "programme": str, "profile": str, "organisation": str,
            "grade": int, "note": str, "by": str, "at": str,
        },
        pk=("programme", "profile", "organisation"),
        not_null={"grade", "note", "by", "at"},
    )  # fmt: skip
    db.table("judgments").create_index(["profile"])
    db.table("saved_searches").create(
        {"id": str, "profile": str, "name": str, "filters": str, "seen": str, "created": str},
        pk="id",
        not_null={"profile", "name", "filters", "seen", "created"},
    )
    db.table("saved_searches").create_index(["profile"])
    db.table("dismissals").create(
        {"profile": str, "programme": str, "at": str}, pk=("profile", "programme")
    )


@migrations()
def m0002_runs(db: Database) -> None:
    """Create the tables of runs and of what they found."""
    db.table("runs").create(
        {
            "id": str, "state": str, "by": str, "asked": str, "on": str, "mark": str,
            "done": int, "total": int, "reason": str,
            "created": str, "started": str, "finished": str,
        },
        pk="id",
        not_null={"state", "by", "asked", "on", "created"},
    )  # fmt: skip
    db.conn.execute(
        "CREATE TABLE run_answers (profile TEXT, mark TEXT, hash TEXT, run TEXT, body BLOB,"
        " PRIMARY KEY (profile, mark)) WITHOUT ROWID"
    )
    db.conn.execute(
        "CREATE TABLE run_candidates (run TEXT, programme TEXT, part INTEGER, counts TEXT,"
        " body BLOB, PRIMARY KEY (run, programme, part)) WITHOUT ROWID"
    )


@migrations()
def m0003_ready(db: Database) -> None:
    """Tell answers that a server has made ready (they have no run) from those of runs."""
    db.conn.execute("ALTER TABLE run_answers ADD COLUMN made REAL")
    db.conn.execute("ALTER TABLE run_answers ADD COLUMN tag TEXT")
    db.conn.execute("CREATE INDEX ready_answers ON run_answers (made) WHERE run = ''")


@migrations()
def m0004_candidates(db: Database) -> None:
    """Keep who took part in a run; the pairs moved to files. Former ones can be made again."""
    db.conn.execute("DROP TABLE run_candidates")
    db.conn.execute(
        "CREATE TABLE run_profiles (run TEXT, place INTEGER, profile TEXT, seats TEXT, areas TEXT,"
        " PRIMARY KEY (run, place)) WITHOUT ROWID"
    )
    db.conn.execute("CREATE INDEX run_profiles_by_profile ON run_profiles (profile)")


@migrations()
def m0005_starts(db: Database) -> None:
    """Count how often a run was started without coming further."""
    db.conn.execute("ALTER TABLE runs ADD COLUMN starts INTEGER NOT NULL DEFAULT 0")


@migrations()
def m0006_erasures(db: Database) -> None:
    """Create the log of who is to be forgotten."""
    db.conn.execute(
        "CREATE TABLE erasures (id TEXT PRIMARY KEY, profile TEXT NOT NULL, holder TEXT NOT NULL,"
        " began REAL NOT NULL, vectors TEXT NOT NULL, runs TEXT NOT NULL, whole REAL,"
        " again INTEGER NOT NULL, found TEXT NOT NULL)"
    )
    db.conn.execute("CREATE INDEX erasures_unfinished ON erasures (profile) WHERE whole IS NULL")


@migrations()
def m0007_sights(db: Database) -> None:
    """Create the table of what founders show to whom: until it says so, to nobody."""
    db.conn.execute(
        "CREATE TABLE shown_to (profile TEXT, programme TEXT, applied INTEGER NOT NULL,"
        " since TEXT NOT NULL, PRIMARY KEY (profile, programme)) WITHOUT ROWID"
    )
    db.conn.execute("CREATE INDEX shown_to_programme ON shown_to (programme)")


@migrations()
def m0008_partners(db: Database) -> None:
    """Create the table of who may be proposed to others as a partner."""
    db.conn.execute(
        "CREATE TABLE open_to_partners (profile TEXT PRIMARY KEY, since TEXT NOT NULL)"
        " WITHOUT ROWID"
    )


@migrations()
def m0009_entrants(db: Database) -> None:
    """Keep what each who took part in a run said then, and what marks it beside others."""
    for column in (
        "hash TEXT NOT NULL DEFAULT ''",
        "flags TEXT NOT NULL DEFAULT ''",
        "prints BLOB",
    ):
        db.conn.execute(f"ALTER TABLE run_profiles ADD COLUMN {column}")


@migrations()
def m0010_decisions(db: Database) -> None:
    """Keep every decision instead of the last one, and what was seen when it was made.

    Of those that were kept before, nobody knows what was seen.
    """
    db.conn.execute(
        "CREATE TABLE decisions (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,"
        " programme TEXT NOT NULL, profile TEXT NOT NULL, organisation TEXT NOT NULL,"
        " grade INTEGER, note TEXT NOT NULL, by TEXT NOT NULL, at TEXT NOT NULL,"
        " shown TEXT NOT NULL, replaces TEXT NOT NULL)"
    )
    db.conn.execute("CREATE INDEX decisions_of ON decisions (programme, profile, by)")
    db.conn.execute("CREATE INDEX decisions_by_profile ON decisions (profile)")
    db.conn.execute(
        "INSERT INTO decisions (id, programme, profile, organisation, grade, note, by, at, shown,"
        " replaces) SELECT 'd-' || lower(hex(randomblob(6))), programme, profile, organisation,"
        " grade, note, by, at, '', '' FROM judgments ORDER BY at, programme, profile"
    )
    db.conn.execute("DROP TABLE judgments")
    db.conn.execute(
        "CREATE TABLE shown_bytes (hash TEXT PRIMARY KEY, profile TEXT NOT NULL,"
        " body BLOB NOT NULL) WITHOUT ROWID"
    )
    db.conn.execute("CREATE INDEX shown_bytes_profile ON shown_bytes (profile)")
    db.conn.execute(
        "CREATE TABLE conflicts (profile TEXT, organisation TEXT NOT NULL, officer TEXT,"
        " why TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (profile, officer)) WITHOUT ROWID"
    )


@migrations()
def m0011_learned(db: Database) -> None:
    """Create the tables of what was learned from judgments, and of whom it rests on."""
    db.conn.execute(
        "CREATE TABLE learned (version TEXT PRIMARY KEY, programme TEXT NOT NULL,"
        " organisation TEXT NOT NULL, body BLOB NOT NULL, report TEXT NOT NULL, by TEXT NOT NULL,"
        " at TEXT NOT NULL, promoted TEXT)"
    )
    db.conn.execute(
        "CREATE TABLE learned_profiles (version TEXT, profile TEXT, PRIMARY KEY (version, profile))"
        " WITHOUT ROWID"
    )
    db.conn.execute("CREATE INDEX learned_by_profile ON learned_profiles (profile)")
