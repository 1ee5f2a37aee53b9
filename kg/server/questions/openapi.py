"""The description of everything that is served, in OpenAPI 3.1: what programs and people need to ask."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib.metadata import version
from typing import Any

from kg.named import Parameter, Query
from kg.server.endings import FORMS, bare
from kg.server.media import GRAPHS, HTML, ROWS
from kg.server.questions import asked, ready
from kg.server.questions.schemas import PROBLEM, SCHEMAS
from kg.server.site.sites import DOWNLOADS

Document = dict[str, Any]
TAGS = {
    "query": "Named queries: a question asked by a link. Put format=csv behind it for a spreadsheet, pandas or R.",
    "sparql": "The SPARQL 1.1 endpoint, read-only: queries of your own.",
    "things": "A page for every thing, concept and term; programs get RDF by the header Accept or by the ending.",
    "reconcile": "The Reconciliation Service API 0.2: OpenRefine matches names of places and collectives with it.",
    "downloads": "The whole graph as files.",
    "about": "What the endpoint says of itself and how it is doing.",
}
KINDS: dict[str, Document] = {
    "thing": {"type": "string", "minLength": 1},
    "concept": {"type": "string", "pattern": r"^[\w-]+:[\w-]+$"},
    "text": {"type": "string", "minLength": 1},
    "number": {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"},
    "date": {"type": "string", "pattern": "^[0-9]{4}(-[0-9]{2}){0,2}$"},
}
SAYS = {
    "thing": "given by key, name, other name or IRI",
    "concept": "given as scheme:code",
    "date": "a year, month or day",
}
KEY = {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"}


def document(root: str = "./") -> Document:
    """The whole description, for the site at an address."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "citykg",
            "summary": "Cities, networks and commitments on migration, as linked, dated, sourced statements",
            "description": "Read-only and without accounts. Everything may be asked from other pages (CORS).",
            "version": version("citykg"),
            "license": {"name": "CC BY 4.0", "identifier": "CC-BY-4.0"},
        },
        "servers": [{"url": root}],
        "tags": [{"name": name, "description": said} for name, said in TAGS.items()],
        "paths": {**_queries(), **_endpoint(), **_things(), **_reconciliation(), **_downloads(), **_about()},
        "components": {"schemas": SCHEMAS, "responses": {"Problem": PROBLEM}},
    }


REFUSED = {"4XX": {"$ref": "#/components/responses/Problem"}, "5XX": {"$ref": "#/components/responses/Problem"}}


def _operation(tag: str, name: str, summary: str, parameters: Iterable[Document], responses: Document) -> Document:
    found = {"operationId": name, "tags": [tag], "summary": summary, "parameters": list(parameters)}
    return {**found, "responses": {**responses, **REFUSED}}


def _parameter(name: str, where: str, said: str, schema: Document, **more: Any) -> Document:
    return {"name": name, "in": where, "description": said, "required": where == "path", "schema": schema, **more}


def _found(said: str, media: Iterable[str], headers: Mapping[str, str] | None = None) -> Document:
    answer: Document = {"description": said, "content": {bare(each): _content(each) for each in media}}
    if headers:
        answer["headers"] = {
            name: {"schema": {"type": "string"}, "description": what} for name, what in headers.items()
        }
    return {"200": answer}


def _content(media: str) -> Document:
    if media == "application/sparql-results+json":
        return {"schema": {"$ref": "#/components/schemas/Rows"}}
    return {"schema": {"type": "string"}} if media.startswith("text/") else {}


def _queries() -> Document:
    listed = _operation("query", "queries", "All named queries", [_form(["html", "json"])],
                        _found("The list.", [HTML, "application/json"]))  # fmt: skip
    listed["responses"]["200"]["content"]["application/json"] = {"schema": {"$ref": "#/components/schemas/Catalogue"}}
    return {"/query/": {"get": listed}} | {
        f"/query/{each.name}": {"get": _query(each)} for each in asked.known().values()
    }


HEADERS = {
    "ETag": "Send it back as If-None-Match to be told when nothing has changed (304).",
    "Link": "With the relation kg:Completeness: a collective named here whose list lacks somebody, and how much of it.",
}


def _query(query: Query) -> Document:
    formats = asked.formats(query)
    date = _parameter("as-of", "query", asked.RESERVED["as-of"], KINDS["date"], example="2018")
    given = [*(_of_query(each, query) for each in query.parameters), date, _form(list(formats))]
    found = _found("The answer.", formats.values(), HEADERS)
    return _operation("query", f"query-{query.name}", query.help or query.name, given, found)


def _of_query(parameter: Parameter, query: Query) -> Document:
    said = ", ".join(filter(None, (parameter.help, SAYS.get(parameter.kind, ""))))
    usual = {"default": parameter.default} if parameter.default else {}
    found = _parameter(parameter.name, "query", said, KINDS[parameter.kind] | usual)
    example = parameter.default or ready.usual(query).get(parameter.name, "")
    return {**found, "required": not parameter.default, "example": example}


def _form(formats: list[str]) -> Document:
    said = "how the answer is written; without it the header Accept decides"
    return _parameter("format", "query", said, {"type": "string", "enum": formats})


def _endpoint() -> Document:
    graphs = [
        _parameter(f"{sort}-graph-uri", "query", said, {"type": "array", "items": {"type": "string", "format": "uri"}})
        for sort, said in (("default", "graphs to ask together: sources"), ("named", "graphs to ask by GRAPH: sources"))
    ]
    text = _parameter("query", "query", "the query; without it the endpoint describes itself", {"type": "string"},
                      example="SELECT ?city { ?city a kg:City } LIMIT 10")  # fmt: skip
    formats = [each.media for each in (*ROWS, *GRAPHS)]
    answer = _found("The answer: rows or truth in the first formats, triples in the others.", formats, HEADERS)
    get = _operation("sparql", "sparql", "Ask a query", [text, *graphs], {**answer, "303": PAGE})
    post = _operation("sparql", "sparql-post", "Ask a long query", graphs, answer)
    fields = {"query": {"type": "string"}} | {each["name"]: each["schema"] for each in graphs}
    form = {"schema": {"type": "object", "properties": fields, "required": ["query"]}}
    body = {"application/x-www-form-urlencoded": form, "application/sparql-query": {"schema": {"type": "string"}}}
    return {"/sparql": {"get": get, "post": {**post, "requestBody": {"required": True, "content": body}}}}


PAGE = {"description": "A browser is sent to a page.", "headers": {"Location": {"schema": {"type": "string"}}}}


def _things() -> Document:
    kind = _parameter("kind", "path", "sort of thing, as city or network", KEY, example="city")
    key = _parameter("key", "path", "key of the thing", KEY, example="barcelona-es")
    scheme = _parameter("scheme", "path", "scheme of concepts", KEY, example="gcm")
    code = _parameter("code", "path", "code of the concept", {"type": "string", "pattern": "^[A-Za-z0-9.-]+$"},
                      example="18")  # fmt: skip
    whole = {
        "/id/{kind}/{key}": ("thing", "What is known of a thing", [kind, key]),
        "/scheme/{scheme}": ("scheme", "A scheme with its concepts", [scheme]),
        "/scheme/{scheme}/{code}": ("concept", "A concept and what is about it", [scheme, code]),
        "/ontology": ("ontology", "The vocabulary: classes and properties", []),
    }
    return {path: item for at, said in whole.items() for path, item in _resource(at, *said).items()}


def _resource(path: str, name: str, summary: str, parameters: list[Document]) -> Document:
    """What is known of something: its IRI leads to the file that suits the client."""
    sent = {"303": {**PAGE, "description": "The page, or the RDF that the client takes."}}
    found: Document = {path: {"get": _operation("things", name, summary, parameters, sent)}}
    for end, media in FORMS.items():
        said = f"{summary}, as {bare(media)}"
        own = _operation("things", f"{name}-{end[1:]}", said, parameters, _found("It.", [bare(media)]))
        found[path + end] = {"get": own}
    return found


def _reconciliation() -> Document:
    """The service of `kg.server.candidates.reconcile`; its answers are as the specification has them."""
    text = {"type": "string", "contentMediaType": "application/json"}
    said = "a batch of queries as JSON, each under a name of its own"
    batch = _parameter("queries", "query", said, text, example='{"a":{"query":"Bern"}}')
    offer = "Match names with things; without queries, what the service offers"
    fields = {"queries": {"type": "string"}, "extend": {"type": "string"}}
    form = {"application/x-www-form-urlencoded": {"schema": {"type": "object", "properties": fields}}}
    found = _found("As the specification has it.", ["application/json"])
    post = _operation("reconcile", "reconcile-post", "Match names, or read more of what was matched", [], found)
    get = _operation("reconcile", "reconcile", offer, [batch], found)
    whole = {"/reconcile": {"get": get, "post": {**post, "requestBody": {"required": True, "content": form}}}}
    prefix = _parameter("prefix", "query", "what was typed so far", {"type": "string"}, example="ber")
    for sort, said in (("entity", "things"), ("type", "classes"), ("property", "properties")):
        own = _operation("reconcile", f"suggest-{sort}", f"Complete the names of {said}", [prefix], found)
        whole[f"/reconcile/suggest/{sort}"] = {"get": own}
    thing = _parameter("id", "query", "kind and key of a thing", {"type": "string"}, example="city/bern-ch")
    needed = {**thing, "required": True}
    shown = _operation("reconcile", "preview", "A thing in a few lines", [needed], _found("A page.", [HTML]))
    flyout = _operation("reconcile", "flyout", "A thing in a few lines, within JSON", [needed], found)
    kind = _parameter("type", "query", "a class of ours", {"type": "string"}, example="City")
    propose = _operation("reconcile", "propose", "Which properties can be read of a class", [kind], found)
    whole |= {"/reconcile/preview": {"get": shown}, "/reconcile/suggest/flyout/entity": {"get": flyout}}
    return whole | {"/reconcile/extend/propose": {"get": propose}}


def _downloads() -> Document:
    names = {"type": "string", "enum": [each.name for each in DOWNLOADS]}
    name = _parameter("name", "path", "; ".join(f"{each.name}: {each.what}" for each in DOWNLOADS), names)
    found = _found("The file.", sorted({each.media for each in DOWNLOADS}))
    return {"/downloads/{name}": {"get": _operation("downloads", "download", "A file", [name], found)}}


def _about() -> Document:
    said = "Service description, VoID and DCAT in Turtle, with the named queries as examples"
    health = _operation("about", "health", "Whether queries can be answered", [], _found("Yes.", ["application/json"]))
    health["responses"]["200"]["content"]["application/json"] = {"schema": {"$ref": "#/components/schemas/Health"}}
    plain = {
        "/void.ttl": ("void", said, ["text/turtle"]),
        "/metrics": ("metrics", "Counters for Prometheus", ["text/plain"]),
        "/openapi.json": ("openapi", "This description", ["application/json"]),
        "/api.html": ("api", "This description as a page", [HTML]),
    }
    found = {
        path: {"get": _operation("about", name, summary, [], _found("It.", media))}
        for path, (name, summary, media) in plain.items()
    }
    return {"/health": {"get": health}, **found}
