"""What is wrong with a programme's document, in words that its writer can act on?

The validator knows its models; a writer knows the file. Each fault is therefore put at the place
that is written in the file (list positions counted from 1, with the line), and says what was
found, what is expected, and what was probably meant.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING, Any, get_args

from pydantic import BaseModel, ValidationError

from programmes.criteria import KINDS
from programmes.documents import Document, Place, dotted
from programmes.errors import BadDocument

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

__all__ = ["in_plain_words", "kinds_of_criteria", "models_in"]

_SHOWN = 60


@cache
def kinds_of_criteria() -> tuple[str, ...]:
    """The kinds that a criterion can have, sorted."""
    return tuple(sorted(str(kind.model_fields["kind"].default) for kind in KINDS))


def in_plain_words(
    error: ValidationError, model: type[BaseModel], document: Document, *, at: Place = ()
) -> tuple[BadDocument, ...]:
    """Translate what the validator found.

    Args:
        error: The faults.
        model: The model that the value was read as.
        document: The file that holds the value.
        at: Where in the file the value stands; the top if empty.
    """
    said: dict[Place, list[str]] = {}
    missing: dict[Place, list[str]] = {}
    for fault in error.errors(include_url=False):
        loc: Place = (*at, *fault["loc"])
        if fault["type"] == "missing":
            missing.setdefault(_written(document.value, loc[:-1]), []).append(str(loc[-1]))
            continue
        path = _written(document.value, loc)
        if fault["type"] == "union_tag_invalid":
            path = (*path, "kind")
        said.setdefault(path, []).append(_words(fault, model))
    for path, names in missing.items():
        verb = "is" if len(names) == 1 else "are"
        said.setdefault(path, []).append(f"{', '.join(names)} {verb} missing, and needed")
    return tuple(
        BadDocument(document.file, dotted(path), problem, document.line(path))
        for path, problems in said.items()
        for problem in dict.fromkeys(problems)
    )


def _written(value: Any, loc: Place) -> Place:
    """The part of a validator's path that is in the file: tags and short forms fall away."""
    path: list[str | int] = []
    for part in loc:
        inside = (
            part in value
            if isinstance(value, dict)
            else isinstance(value, list) and isinstance(part, int) and part < len(value)
        )
        if inside:
            value = value[part]
            path.append(part)
    return tuple(path)


def _words(fault: ErrorDetails, model: type[BaseModel]) -> str:
    kind, context = fault["type"], fault.get("ctx", {})
    match kind:
        case "extra_forbidden":
            return _unknown_field(fault, model)
        case "union_tag_invalid" | "union_tag_not_found":
            return _unknown_kind(fault["input"])
        case "literal_error" | "enum":
            return _one_of(fault["input"], str(context["expected"]))
        case "value_error" | "assertion_error":
            return _own(fault)
        case "string_pattern_mismatch":
            return f"found {_shown(fault['input'])}, expected {_pattern(context['pattern'])}"
        case "too_short" if context.get("min_length") == 1:
            return "is empty: name at least one"
    return f"found {_shown(fault['input'])}, expected {_expected(kind, context, fault)}"


def _expected(kind: str, context: Mapping[str, Any], fault: ErrorDetails) -> str:
    match kind:
        case "string_type":
            return _text_for(fault["input"])
        case "int_type" | "int_parsing" | "int_from_float" | "int_parsing_size":
            return "a whole number"
        case "float_type" | "float_parsing" | "finite_number":
            return "a number without unit or separator, such as 100000 or 0.35"
        case "bool_type" | "bool_parsing":
            return "true or false"
        case "tuple_type" | "list_type":
            return "a list: put it in brackets, [like, this], or on lines that begin with '- '"
        case "model_type" | "dict_type" | "model_attributes_type":
            return "lines of 'field: value'"
        case "greater_than_equal":
            return f"{context['ge']:g} or more"
        case "greater_than":
            return f"more than {context['gt']:g}"
        case "less_than_equal":
            return f"{context['le']:g} or less"
        case "less_than":
            return f"less than {context['lt']:g}"
        case "string_too_long":
            return f"at most {context['max_length']} characters"
        case "string_too_short":
            return f"at least {context['min_length']} character"
        case _:
            # A new kind of fault still says what the validator says, only less kindly.
            return f"something else: {fault['msg']}"


def _text_for(found: Any) -> str:
    if isinstance(found, bool):
        word = "NO" if found is False else "YES"
        return f"a text: a word that can mean {str(found).lower()} goes in quotes, such as '{word}'"
    if isinstance(found, int | float):
        return f"a text: put it in quotes, '{found}'"
    if found is None:
        return "a text: fill it in, or take the line out"
    if isinstance(found, list):
        return "one text, not a list"
    return "a text, not lines of 'field: value' (quote a text that holds ': ')"


def _pattern(pattern: str) -> str:
    if pattern == r"^[A-Z]{3}$":
        return "the three capital letters of a currency, such as EUR"
    return "small letters a to z, digits and hyphens, such as own-programme-2027"


def _own(fault: ErrorDetails) -> str:
    """A message that our own validators wrote: it says all there is to say."""
    said = str(fault["ctx"]["error"])
    found = fault["input"]
    if isinstance(found, bool):
        return f"{said} (found {str(found).lower()}: a country such as 'NO' goes in quotes)"
    return said


def _unknown_kind(found: Any) -> str:
    known = ", ".join(kinds_of_criteria())
    if not isinstance(found, dict) or "kind" not in found:
        shown = "" if isinstance(found, dict) else f"found {_shown(found)}; "
        return f"{shown}a criterion needs a kind, one of {known}"
    return f"{_one_of(found['kind'], known)}"


def _unknown_field(fault: ErrorDetails, model: type[BaseModel]) -> str:
    *above, name = fault["loc"]
    holder = _model_at(model, tuple(above))
    known = sorted(holder.model_fields) if holder else []
    if not isinstance(name, str) or not known:
        return "is not a field: take it out"
    if " " in name and fault["input"] is None:
        return "is read as a field: a text with a comma or a colon inside { } goes in quotes"
    near = get_close_matches(name, known, n=1)
    hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(known)}"
    return f"is not a field here: {hint}"


def _one_of(found: Any, known: str) -> str:
    options = [part.strip("' ") for part in known.replace(" or ", ", ").split(",")]
    near = get_close_matches(str(found), options, n=1)
    hint = f"; did you mean {near[0]}?" if near else ""
    return f"found {_shown(found)}, expected one of {', '.join(options)}{hint}"


def _shown(found: Any) -> str:
    if isinstance(found, bool):
        return str(found).lower()
    if found is None:
        return "nothing"
    if isinstance(found, dict):
        return f"lines of 'field: value' ({_cut(', '.join(map(str, found)))})"
    if isinstance(found, list):
        return f"a list of {len(found)}"
    return _cut(repr(found))


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _model_at(model: type[BaseModel], loc: Place) -> type[BaseModel] | None:
    """The model whose fields were expected at a place of the validator's path."""
    holders = [model]
    for part in loc:
        tagged = [m for m in holders if _tag(m) == part]
        if tagged:
            holders = tagged
            continue
        inner = [
            nested
            for holder in holders
            if isinstance(part, str) and part in holder.model_fields
            for nested in models_in(holder.model_fields[part].annotation)
        ]
        # A position in a list, or a key of a mapping, stays among the models found so far.
        holders = inner or holders
    return holders[0] if len(holders) == 1 else None


def _tag(model: type[BaseModel]) -> str | None:
    kind = model.model_fields.get("kind")
    return kind.default if kind and isinstance(kind.default, str) else None


def models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    """The models inside a field's annotation: the items of its list, the kinds of its union."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
        return
    for part in get_args(annotation):
        yield from models_in(part)
