// Completion in the editor from the ontology and the data, in place of that which asks other sites.

import { termMatches, thingMatches } from "./matches.js";
import { placeOf } from "./places.js";

// `known` is { classes, properties, things, prefixes, expand }.
export function useOwnCompletion(Yasqe, known) {
  const shown = { asked: false, entries: new Map() };
  Object.assign(Yasqe.Autocompleters.prefixes, { get: () => prefixLines(known.prefixes), persistenceId: null });
  ["class", "property"].forEach((name) => delete Yasqe.Autocompleters[name]);
  Yasqe.Autocompleters.citykg = {
    name: "citykg", bulk: false, autoShow: true,
    isValidCompletionPosition: (yasqe) => placeOf(spotOf(yasqe), shown.asked) !== null,
    get: (yasqe) => found(yasqe, known, shown),
    postprocessHints: (_, hints) => hints.map((hint) => ({ ...hint, render: (line) => draw(line, shown.entries.get(hint.text)) })),
  };
  Yasqe.defaults.autocompleters = ["variables", "prefixes", "citykg"];
  Yasqe.defaults.extraKeys["Ctrl-Space"] = (yasqe) => {
    shown.asked = true;
    yasqe.autocomplete();
    shown.asked = false;
  };
}

function found(yasqe, { classes, properties, things, expand }, shown) {
  const spot = spotOf(yasqe), typed = spot.string.trim();
  const place = placeOf(spot, true);
  const rows = place === "things" ? thingMatches(things, typed, expand) : termMatches(place === "classes" ? classes : properties, typed);
  shown.entries = new Map(rows.map((row) => [row.text, row]));
  return rows.map(({ text }) => text);
}

function spotOf(yasqe) {
  const token = yasqe.getCompleteToken(), { line } = yasqe.getDoc().getCursor();
  const before = yasqe.getPreviousNonWsToken(line, token);
  return { string: token.string, type: token.type, possible: token.state.possibleCurrent || [], before: before?.string || "" };
}

const prefixLines = (prefixes) => Object.entries(prefixes).map(([name, base]) => `${name}: <${base}>`).sort();

function draw(line, { text, label, definition, uses }) {
  const part = (kind, words) => Object.assign(document.createElement("span"), { className: `hint-${kind}`, textContent: words });
  const short = text.length > 60 ? `…${text.slice(text.lastIndexOf("/", text.length - 2))}` : text;
  const names = text.startsWith("<http") ? [label || short, definition] : [text, definition || label];
  line.append(part("name", names[0]), part("uses", uses.toLocaleString("en")), part("about", names[1]));
  line.title = text;
}
