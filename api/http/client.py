"""How does a program in Python ask the server, without a line of HTTP?

A module of one class is written from the description of the interface: a method for each operation,
with its parameters by name. It needs nothing but Python, so that it can be copied anywhere.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Mapping
from typing import Any

__all__ = ["client_module"]

_HEAD = '''"""A client of allymatch {version}, written from its description of the interface."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from typing import Any
from urllib.parse import quote, urlencode

__all__ = ["Client", "Refused"]


def _part(text: str) -> str:
    return quote(text, safe="")


class Refused(Exception):
    """The server answered with a problem; see its status, code, detail and errors."""

    def __init__(self, status: int, problem: dict[str, Any]) -> None:
        super().__init__(f"{{status}}: {{problem.get('detail', '')}}")
        self.status, self.problem = status, problem
        self.code = str(problem.get("type", "")).rpartition(":")[2]


class Client:
    """What the server can be asked.

    Args:
        address: Where it is, as http://127.0.0.1:8000.
        key: The key that an administrator has made.
        timeout: Seconds to wait for an answer.
    """

    def __init__(self, address: str, key: str = "", timeout: float = 60.0) -> None:
        self._address, self._key, self._timeout = address.rstrip("/"), key, timeout

    def _ask(self, method: str, path: str, query: dict[str, Any], body: Any, kind: str) -> Any:
        pairs = []
        for name, value in query.items():
            for one in value if isinstance(value, (list, tuple)) else [value]:
                if one is not None:
                    pairs.append((name, one))
        address = self._address + path + (f"?{{urlencode(pairs)}}" if pairs else "")
        headers = {{"Accept": "application/json"}}
        if self._key:
            headers["Authorization"] = f"Bearer {{self._key}}"
        data = None
        if body is not None:
            headers["Content-Type"] = kind
            data = body.encode() if isinstance(body, str) else json.dumps(body).encode()
        request = urllib.request.Request(address, data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=self._timeout) as answer:
                content = answer.read()
                if "json" in answer.headers.get("Content-Type", ""):
                    return json.loads(content) if content else None
                return content or None
        except urllib.error.HTTPError as error:
            try:
                problem = json.loads(error.read())
            except ValueError:
                problem = {{"detail": str(error)}}
            raise Refused(error.code, problem) from None
'''


def client_module(description: Mapping[str, Any]) -> str:
    """The source of a module with a client.

    Args:
        description: OpenAPI, as the server describes itself.
    """
    parts = [_HEAD.format(version=description["info"]["version"])]
    for path, operations in description["paths"].items():
        for method, operation in operations.items():
            if path.startswith("/v1/"):
                parts.append(_method(path, method, operation))
    return "\n".join(parts)


def _method(path: str, method: str, operation: Mapping[str, Any]) -> str:
    given = [one for one in operation.get("parameters", ()) if one["in"] in {"path", "query"}]
    inside = [one["name"] for one in given if one["in"] == "path"]
    asked = [one["name"] for one in given if one["in"] == "query"]
    kinds = list(operation.get("requestBody", {}).get("content", {}))
    arguments = [f"{_name(one)}: str" for one in inside]
    if kinds:
        arguments.append("body: Any" if operation["requestBody"].get("required") else
                         "body: Any = None")  # fmt: skip
    if asked:
        arguments += ["*", *(f"{_name(one)}: Any = None" for one in asked)]
    signature = "".join(f", {one}" for one in arguments)
    address = re.sub(r"\{(\w+)\}", lambda m: "{_part(" + _name(m[1]) + ")}", path)
    query = ", ".join(f'"{one}": {_name(one)}' for one in asked)
    says = str(operation.get("summary", "")).replace("\\", " ").replace('"""', "")
    kind = kinds[0] if kinds else "application/json"
    body = "body" if kinds else "None"
    call = f'self._ask("{method.upper()}", f"{address}", {{{query}}}, {body}, "{kind}")'
    name = _name(operation["operationId"])
    return (
        f'    def {name}(self{signature}) -> Any:\n        """{says}."""\n        return {call}\n'
    )


def _name(text: str) -> str:
    """A name that Python takes.

    >>> _name("if-match"), _name("list")
    ('if_match', 'list_')
    """
    found = re.sub(r"\W", "_", text)
    return f"{found}_" if keyword.iskeyword(found) or found in {"list", "id"} else found
