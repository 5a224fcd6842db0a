"""Which commands come with the server?

``serve``, ``keys``, ``backup``, ``restore``, ``mcp`` and ``client``. Nothing of the server is
imported until one of them runs.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.commands import app
from api.cli.options import CatalogueOption, ModelOption, StoreOption

if TYPE_CHECKING:
    from api.settings import ServeSettings

__all__ = ["keys"]

keys = typer.Typer(
    help="Create, list, rotate and revoke the keys of the server.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


def _fail(problem: object) -> typer.Exit:
    typer.echo(f"allymatch: {problem}", err=True)
    return typer.Exit(1)


def _settings(**given: object) -> ServeSettings:
    from api.settings import ServeSettings

    return ServeSettings.load(None, **given)


@app.command("serve")
def serve(
    host: Annotated[str | None, typer.Option("--host", help="Where to listen.")] = None,
    port: Annotated[int | None, typer.Option("--port", help="On which port; 8000.")] = None,
    workers: Annotated[int, typer.Option("--workers", min=1, help="How many processes.")] = 1,
    store: StoreOption = None,
    catalogue: CatalogueOption = None,
    model: ModelOption = None,
) -> None:
    """Serve matches over HTTP, with pages for people.

    The first start makes an administrator's key, prints it once, and prints a sign-in link. Only
    this machine can reach the server unless a host is named, which takes a key to exist.

    \b
    Example:
        $ allymatch serve --port 8000
    """
    from matcher.settings import require

    require("serve", "serve")
    from api.cli.serving import serve as start
    from api.errors import ServeError

    settings = _settings(host=host, port=port, store=store, catalogue=catalogue, model=model)
    try:
        start(settings, workers=workers)
    except ServeError as error:
        raise _fail(error) from None


@keys.command("create")
def create(
    role: Annotated[str, typer.Option("--role", help="founder, officer, analyst or admin.")],
    holder: Annotated[str, typer.Option("--holder", help="Founder or organisation, a short slug.")],
    programme: Annotated[
        list[str] | None,
        typer.Option("--programme", help="Whose candidates an officer may see; * for all."),
    ] = None,
    days: Annotated[float | None, typer.Option("--days", min=0, help="How long it lasts.")] = None,
    note: Annotated[str, typer.Option("--note", help="What it is for.")] = "",
    store: StoreOption = None,
) -> None:
    """Make a key and print it: the only time that it is shown.

    \b
    Example:
        $ allymatch keys create --role officer --holder diana --programme nato-diana-2027
    """
    from api.errors import ServeError
    from api.store.keys import create as make
    from api.store.records import RecordError, Records
    from profiles.migrations import make_folder

    settings = _settings(store=store)
    make_folder(settings.store, RecordError)
    with Records(settings.store) as records:
        try:
            made = make(records, role, holder, grants=programme or (), days=days, note=note)
        except ServeError as error:
            raise _fail(error) from None
        records.note({"key": "command", "holder": ""}, "key.create", f"{role} {holder}")
    typer.echo(made)


@keys.command("list")
def listed(store: StoreOption = None) -> None:
    """List keys by prefix; nothing of their secrets.

    \b
    Example:
        $ allymatch keys list
    """
    from datetime import UTC, datetime

    from api.store.keys import listed as found
    from api.store.records import Records
    from profiles.migrations import gone

    settings = _settings(store=store)
    if not settings.store.is_file() and gone(settings.store) is None:
        return
    with Records(settings.store) as records:
        for key in found(records):
            until = datetime.fromtimestamp(key.expires, UTC).date() if key.expires else "no end"
            grants = ",".join(key.grants) or "-"
            line = (key.prefix, key.role, key.holder, key.state, until, grants, key.note)
            typer.echo("  ".join(str(each) for each in line).rstrip())


@keys.command("rotate")
def rotate(
    prefix: Annotated[str, typer.Argument(help="The key's prefix, as the list shows it.")],
    store: StoreOption = None,
) -> None:
    """Make a key that takes the place of another, and print it; the former opens for a day yet.

    Feeds and webhooks go over to the new one. A key that was stolen is to be revoked instead.

    \b
    Example:
        $ allymatch keys rotate 1f3a9c02
    """
    from api.errors import ServeError
    from api.store.keys import rotate as renew
    from api.store.records import Records

    with Records(_settings(store=store).store) as records:
        try:
            made = renew(records, prefix)
        except ServeError as error:
            raise _fail(error) from None
        records.note({"key": "command", "holder": ""}, "key.rotate", prefix)
    typer.echo(made)


@keys.command("revoke")
def revoke(
    prefix: Annotated[str, typer.Argument(help="The key's prefix, as the list shows it.")],
    store: StoreOption = None,
) -> None:
    """Make a key open nothing from now on, nor what was made with it.

    \b
    Example:
        $ allymatch keys revoke 1f3a9c02
    """
    from api.errors import ServeError
    from api.store.keys import revoke as end
    from api.store.records import Records

    with Records(_settings(store=store).store) as records:
        try:
            end(records, prefix)
        except ServeError as error:
            raise _fail(error) from None
        records.note({"key": "command", "holder": ""}, "key.revoke", prefix)
    typer.echo(f"{prefix} opens nothing any more")


app.add_typer(keys, name="keys")


@app.command("backup")
def backup(
    target: Annotated[Path, typer.Argument(help="The copy, which must not be there.")],
    store: StoreOption = None,
) -> None:
    """Copy the store while it is in use, and check the copy.

    The copy holds profiles, programmes, judgments, keys and the audit log. Vectors and the files
    of runs can be made again and are not in it.

    \b
    Example:
        $ allymatch backup monday.db
    """
    from api.errors import ServeError
    from api.store.backup import back_up

    try:
        counts = back_up(_settings(store=store).store, target)
    except ServeError as error:
        raise _fail(error) from None
    typer.echo(f"{sum(counts.values())} rows of {len(counts)} tables in {target}, checked")


@app.command("restore")
def restore(
    copy: Annotated[Path, typer.Argument(help="What backup has written.")],
    store: StoreOption = None,
) -> None:
    """Put a copy in the place of the store; the former one stays beside it.

    Every former store gets a number of its own (store.before-1.db), and can be restored likewise.
    Whatever interrupts it, the store is what it was.

    \b
    Example:
        $ allymatch restore monday.db
    """
    from api.errors import ServeError
    from api.store.backup import restore as put_back

    settings = _settings(store=store)
    try:
        counts, former = put_back(copy, settings.store)
    except ServeError as error:
        raise _fail(error) from None
    typer.echo(f"{sum(counts.values())} rows of {len(counts)} tables in {settings.store}, checked")
    if former is not None:
        typer.echo(f"the former store is kept as {former}")


@app.command("mcp")
def mcp(
    store: StoreOption = None, catalogue: CatalogueOption = None, model: ModelOption = None
) -> None:
    """Answer an assistant over standard input and output (Model Context Protocol).

    It sees what the key in ALLYMATCH_KEY may see; without one, all that this computer's user may.

    \b
    Example:
        $ allymatch mcp --store store.db
    """
    from matcher.settings import require

    require("serve", "mcp")
    from api.assistants.tools import serve_stdio
    from api.errors import ServeError

    try:
        serve_stdio(_settings(store=store, catalogue=catalogue, model=model))
    except ServeError as error:
        raise _fail(error) from None


@app.command("client")
def client(
    description: Annotated[
        str, typer.Argument(metavar="SERVER", help="Its address, or a file of its openapi.json.")
    ],
    out: Annotated[Path | None, typer.Option("--out", help="Write it to this file.")] = None,
) -> None:
    """Write a client of the server for Python, made from the description of its interface.

    It is one file that needs nothing but Python; each operation is a method.

    \b
    Example:
        $ allymatch client http://127.0.0.1:8000 --out allymatch_client.py
    """
    from urllib.error import URLError
    from urllib.request import urlopen

    import orjson

    from api.http.client import client_module

    try:
        if description.startswith(("http://", "https://")):
            with urlopen(f"{description.rstrip('/')}/v1/openapi.json", timeout=30) as answer:  # noqa: S310 - checked above
                content = answer.read()
        else:
            content = Path(description).read_bytes()
        written = client_module(orjson.loads(content))
    except (URLError, ValueError, KeyError, TypeError) as error:
        raise _fail(f"{description} describes no interface: {error}") from None
    if out is None:
        typer.echo(written, nl=False)
    else:
        out.write_text(written, encoding="utf-8")
