"""How does a letter's wording come about, and how does a folder of letters appear?

Templates are Jinja2, ours or an office's own, run in its sandbox: a template reads the facts of one
letter and nothing else. A name that the facts do not hold is a fault, told with the template's
line. All letters are made before the first is written.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from api.cli.render import plain_csv
from api.cli.writing import put
from matcher.errors import BadInput
from matcher.selection.letters import LetterKind
from profiles.model import slug

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jinja2 import Template

    from matcher.selection.letters import LetterFacts

__all__ = ["Letters"]

_LIST = ("letter", "profile", "name", "programme", "file")


class Letters:
    """The templates of the three kinds.

    Args:
        own: A folder with templates of one's own; those that it lacks are ours.

    Raises:
        BadInput: The folder holds none, or one is no template.
    """

    def __init__(self, own: Path | None = None) -> None:
        kinds: tuple[LetterKind, ...] = get_args(LetterKind)
        if own is not None and not any((own / f"{kind}.txt").is_file() for kind in kinds):
            raise BadInput("--templates", f"{own} holds none of {', '.join(kinds)} (.txt)")
        self._templates = {kind: _template(kind, own) for kind in kinds}

    def text(self, facts: LetterFacts, sender: str) -> str:
        """One letter.

        Raises:
            BadInput: Its template asks for what the facts do not hold.
        """
        from jinja2 import TemplateError

        try:
            return self._templates[facts.kind].render(**asdict(facts), sender=sender)
        except (TemplateError, TypeError) as error:
            raise BadInput(f"{facts.kind}.txt", f"cannot be filled in: {error}") from None

    def write(self, facts: Sequence[LetterFacts], out: Path, sender: str) -> dict[str, int]:
        """All letters into a folder, and a list of them; how many there are of each kind.

        Raises:
            BadInput: A template is wrong, or the folder cannot be written.
        """
        texts = [(one, self.text(one, sender)) for one in facts]
        try:
            out.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise BadInput("--out", f"{out} cannot be made: {error.strerror or error}") from None
        rows, taken = [], set[str]()
        for one, text in texts:
            name = f"{slug(one.profile)}.txt"
            if name in taken:
                raise BadInput("--out", f"two applicants would share the file {name}")
            taken.add(name)
            put(text, out / name)
            rows.append((one.kind, one.profile, one.name, one.programme, name))
        put(plain_csv(rows, _LIST), out / "letters.csv")
        counted = Counter(one.kind for one in facts)
        return {kind: counted[kind] for kind in get_args(LetterKind)}


def _template(kind: str, own: Path | None) -> Template:
    from jinja2 import StrictUndefined, TemplateSyntaxError
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    path = own / f"{kind}.txt" if own is not None else None
    if path is not None and path.is_file():
        source = path.read_text(encoding="utf-8")
    else:
        source = files("api.cli").joinpath("letters", f"{kind}.txt").read_text(encoding="utf-8")
    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
    )
    try:
        return environment.from_string(source)
    except TemplateSyntaxError as error:
        raise BadInput(f"{kind}.txt", f"line {error.lineno}: {error.message}") from None
