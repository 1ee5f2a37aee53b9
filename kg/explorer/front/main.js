// The start of the page.

import { makeApp } from "./app.js";
import { modelOf } from "./core/model.js";
import { TABS } from "./core/state.js";
import { spoken } from "./core/text.js";
import { unpack } from "./core/unpack.js";
import { PANELS, VIEWS } from "./parts.js";
import { button, el, part } from "./widgets/dom.js";

const tabButton = (app, tab) => button(spoken(tab), () => app.go({ tab }), {
  role: "tab", id: `tab-${tab}`, "aria-controls": `view-${tab}`, dir: false,
});

// Tabs as the WAI-ARIA pattern has them: one stop for Tab, arrows between them.
function moveAmongTabs(app, event) {
  const steps = { ArrowRight: 1, ArrowLeft: -1 };
  const known = tabsOf(), at = known.indexOf(openTab(app));
  const next = event.key === "Home" ? 0 : event.key === "End" ? known.length - 1 : (at + steps[event.key] + known.length) % known.length;
  if (!Number.isInteger(next)) return;
  event.preventDefault();
  app.go({ tab: known[next] });
  part(`tab-${known[next]}`).focus();
}

const openTab = (app) => (app.state.tab in VIEWS ? app.state.tab : tabsOf()[0]);

const tabsOf = () => TABS.filter((tab) => tab in VIEWS);

function showTab(app) {
  for (const tab of tabsOf()) {
    const open = tab === openTab(app);
    part(`tab-${tab}`).setAttribute("aria-selected", String(open));
    part(`tab-${tab}`).tabIndex = open ? 0 : -1;
    part(`view-${tab}`).hidden = !open;
  }
}

// Every view is made when its tab is first opened, and hears of a change while it is open.
function listenViews(app) {
  const made = new Map();
  return (before) => {
    showTab(app);
    const tab = openTab(app), known = made.get(tab);
    if (!known) made.set(tab, { view: VIEWS[tab](part(`view-${tab}`), app), seen: null });
    const own = made.get(tab);
    own.view.update(known ? own.seen : null, before);
    own.seen = { state: app.state, shown: app.shown };
  };
}

async function start() {
  const model = modelOf(JSON.parse(await unpack(part("payload").textContent)));
  const app = makeApp(model), tabs = part("tabs"), views = part("views");
  tabs.append(...tabsOf().map((tab) => tabButton(app, tab)));
  tabs.addEventListener("keydown", (event) => moveAmongTabs(app, event));
  views.append(...tabsOf().map((tab) => el("section", "", {
    id: `view-${tab}`, role: "tabpanel", "aria-labelledby": `tab-${tab}`, class: `view ${tab}`, hidden: true })));
  for (const [id, panel] of Object.entries(PANELS)) {
    const own = panel(part(id), app);
    app.hear((before) => own.update(before));
  }
  app.hear(listenViews(app));
  window.addEventListener("popstate", () => app.follow());
  app.follow();
  globalThis.citykg = app; // for whoever opens the console
  document.documentElement.dataset.ready = "true";
}

start();
