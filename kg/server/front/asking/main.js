// The query page: YASGUI on the endpoint of this site, with its completion, its named queries and its links.

import { plugins } from "../views/index.js";
import { FORMS, drawProblem, formsOf, saveFile } from "./answers.js";
import { readAddress, writeAddress } from "./address.js";
import { drawChooser } from "./chooser.js";
import { useOwnCompletion } from "./completer.js";
import { lackingPages } from "./pages.js";
import { declared } from "./prefixes.js";
import { problemOf } from "./problem.js";
import { tableView } from "./table.js";
import { asker, ownFetch } from "./transport.js";

const FIRST = `# How many places each network has on record
PREFIX kg: <https://w3id.org/citykg/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?network ?name (COUNT(DISTINCT ?place) AS ?places) WHERE {
  ?network a kg:Network ; rdfs:label ?name .
  ?place kg:memberOf ?network .
}
GROUP BY ?network ?name
ORDER BY DESC(?places) ?name`;

const { examples, completion } = window.citykgQuery;
const page = document.querySelector("#asking"), heard = document.querySelector("#heard");
const endpoint = new URL("sparql", document.baseURI).href;
const ask = asker({ endpoint, send: window.fetch.bind(window), engine: () => window.citykgEngine });
const expand = (short) => completion.prefixes[short.slice(0, short.indexOf(":"))] + short.slice(short.indexOf(":") + 1);
const known = { ...completion, expand };

window.fetch = ownFetch(endpoint, ask);
useOwnCompletion(window.Yasqe, known);
[tableView(lackingPages()), ...plugins].forEach(({ name, class: View }) => window.Yasr.registerPlugin(name, View));
window.Yasr.defaults.pluginOrder = ["table", ...plugins.map(({ name }) => name), "response"];
window.Yasr.defaults.errorRenderers = [async ({ text }) => drawProblem(text || "", goTo)];
window.Yasgui.Tab.prototype.getShareableLink = linkTo;

const yasgui = new window.Yasgui(page, {
  autofocus: false, populateFromUrl: false, copyEndpointOnNewTab: false, persistenceId: "citykg", tabName: "Query",
  endpointCatalogueOptions: { getData: () => [] },
  requestConfig: { endpoint, method: "POST", acceptHeaderGraph: FORMS.ttl, acceptHeaderSelect: FORMS.json },
  yasqe: { value: FIRST, collapsePrefixesOnLoad: false, prefixCcApi: null },
  yasr: { prefixes: completion.prefixes },
});
const openNamed = drawChooser(document.querySelector("#named"), examples, known, open);

yasgui.on("query", () => say("asking"));
yasgui.on("queryAbort", () => say("stopped"));
yasgui.on("queryResponse", (_, tab) => window.setTimeout(() => say(toldOf(tab.getYasr().results)), 0));
["tabSelect", "tabAdd", "queryResponse"].forEach((event) => yasgui.on(event, () => window.setTimeout(tidy, 0)));
document.querySelectorAll("[data-save]").forEach((button) => button.addEventListener("click", () => save(button.dataset.save)));
document.querySelector("#fresh").addEventListener("click", () => yasgui.addTab(true));
window.addEventListener("hashchange", openAddress);
settle();
openAddress();
document.documentElement.dataset.ready = "";

// Tabs that were kept may have been asked at another port.
function settle() {
  Object.values(yasgui._tabs).forEach((tab) => tab.setEndpoint(endpoint));
  tidy();
}

// What the parts of YASGUI lack for those who hear the page, and which files the answer can be saved as.
function tidy() {
  page.querySelectorAll(".CodeMirror textarea").forEach((area) => {
    area.setAttribute("aria-label", "Query in SPARQL");
    area.setAttribute("aria-describedby", "keys");
  });
  const forms = formsOf(yasgui.getTab()?.getYasqe()?.getQueryType());
  document.querySelectorAll("[data-save]").forEach((button) => { button.hidden = !forms.includes(button.dataset.save); });
}

function say(words) {
  heard.textContent = words;
}

function toldOf(results) {
  const error = results?.getError();
  if (error) return problemOf(error.text || "").words;
  const rows = results?.getBindings();
  return rows ? `${rows.length} ${rows.length === 1 ? "row" : "rows"}` : "answered";
}

function goTo(at) {
  const yasqe = yasgui.getTab().getYasqe();
  yasqe.getDoc().setSelection(at, { line: at.line, ch: at.ch + 1 });
  yasqe.focus();
}

function linkTo() {
  const view = this.getYasr()?.getSelectedPluginName();
  return writeAddress(location.href, { query: this.getYasqe().getValue(), view: view === "table" ? "" : view, title: this.getName() });
}

function openAddress() {
  const asked = readAddress(location.hash, location.search);
  if (asked?.query) open(asked);
  else if (asked) openNamed(asked);
}

// A tab that holds the query already is taken instead of another.
function open({ query: given, view = "", title = "" }) {
  const query = declared(given, completion.prefixes);
  const same = yasgui.persistentConfig.getTabs().find((id) => yasgui.persistentConfig.getTab(id).yasqe.value === query);
  const settings = { selectedPlugin: view || "table", pluginsConfig: {} };
  const name = yasgui.createTabName(title || undefined);
  if (same) yasgui.selectTabId(same);
  else yasgui.addTab(true, { name, yasqe: { value: query }, yasr: { settings, response: undefined } });
  const tab = yasgui.getTab(same);
  tab.setEndpoint(endpoint);
  tab.getYasr().selectPlugin(settings.selectedPlugin);
  tab.query().catch(() => {}); // what went wrong is drawn
}

async function save(form) {
  const tab = yasgui.getTab();
  say("asking");
  try {
    const response = await ask(tab.getYasqe().getValue(), FORMS[form]), text = await response.text();
    if (response.ok) saveFile(`${tab.getName().replace(/\W+/g, "-")}.${form}`, FORMS[form], text);
    say(response.ok ? "saved" : problemOf(text).words);
  } catch (error) {
    say(problemOf(error.message).words);
  }
}
