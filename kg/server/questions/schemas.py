"""The shapes of what is answered in JSON, as JSON Schema, and how problems come."""

from __future__ import annotations

from typing import Any

from kg.server.media import HTML

SCHEMAS: dict[str, Any] = {
    "Problem": {
        "type": "object",
        "description": "Why a request is not answered (RFC 9457).",
        "properties": {
            "type": {"type": "string"},
            "title": {"type": "string", "description": "The words of the status."},
            "status": {"type": "integer"},
            "detail": {"type": "string", "description": "What is wrong, in one line."},
            "hint": {"type": "string", "description": "What to do."},
            "line": {"type": "integer", "minimum": 1, "description": "Line of the query, from 1."},
            "column": {"type": "integer", "minimum": 1, "description": "Column in that line, from 1."},
            "excerpt": {"type": "string", "description": "The line of the query, with a caret below the place."},
        },
        "required": ["type", "title", "status", "detail"],
        "examples": [{"type": "about:blank", "title": "Bad Request", "status": 400, "detail": "the query is empty"}],
    },
    "Rows": {
        "type": "object",
        "description": "SPARQL 1.1 Query Results JSON; boolean stands for results in the answer to ASK.",
        "properties": {
            "head": {"type": "object", "properties": {"vars": {"type": "array", "items": {"type": "string"}}}},
            "boolean": {"type": "boolean"},
            "results": {
                "type": "object",
                "properties": {"bindings": {"type": "array", "items": {"type": "object"}}},
                "required": ["bindings"],
            },
        },
        "required": ["head"],
    },
    "Catalogue": {
        "type": "array",
        "items": {
            "type": "object",
            "properties": {name: {"type": "string"} for name in ("name", "help", "address")}
            | {name: {"type": "array"} for name in ("formats", "parameters")},
            "required": ["name", "help", "address", "formats", "parameters"],
        },
    },
    "Health": {
        "type": "object",
        "properties": {"status": {"type": "string"}, "build": {"type": "string"}},
        "required": ["status", "build"],
    },
}
PROBLEM: dict[str, Any] = {
    "description": "Why it is not answered, as problem JSON, or as a page or plain text for who asks for these.",
    "headers": {"Retry-After": {"schema": {"type": "integer"}, "description": "Seconds, where waiting helps."}},
    "content": {
        "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}},
        "application/json": {"schema": {"$ref": "#/components/schemas/Problem"}},
        HTML: {"schema": {"type": "string"}},
        "text/plain": {"schema": {"type": "string"}},
    },
}
