// The years: a slider over what was there in each, which can be played.

import { count } from "../core/text.js";
import { button, el, svg } from "../widgets/dom.js";
import { activityOf, barsPath, nextYear, playedFrom, roundYears } from "./years.js";

const YEAR_PACE = 700; // milliseconds a year

export function footPanel(host, app) {
  if (!app.model.years) {
    host.hidden = true;
    return { update: () => {} };
  }
  const { years } = app.model;
  const foot = { app, years, seen: null, activity: null, timer: 0, expected: 0, dragged: false, ...footParts(years) };
  host.append(el("div", "", { class: "year-controls" }, playButton(foot), everButton(foot), foot.chosen), yearLine(foot), foot.words);
  listenSlider(foot);
  return { update: () => updateFoot(foot) };
}

function footParts([first, last]) {
  return {
    slider: el("input", "", {
      type: "range", id: "year", min: first - 1, max: last, "aria-label": "Year", "aria-describedby": "year-words",
    }),
    links: svg("path", { class: "bars links" }), things: svg("path", { class: "bars things" }),
    mark: svg("rect", { class: "chosen-year", width: 1, height: 100, y: 0 }),
    chosen: el("strong", "", { class: "chosen" }), words: el("p", "", { id: "year-words", class: "soft" }),
  };
}

function playButton(foot) {
  foot.play = button("Play", () => (foot.timer ? stopYears(foot) : playYears(foot)), { id: "play", title: "Show one year after another" });
  return foot.play;
}

function everButton(foot) {
  foot.ever = button("All years", () => foot.app.go({ year: 0 }), { id: "all-years" });
  return foot.ever;
}

// The bars stand where the slider's thumb comes to stand; a click among them chooses their year.
function yearLine(foot) {
  const [first, last] = foot.years, wide = last - first + 1;
  const bars = svg("svg", { viewBox: `0 0 ${wide} 100`, preserveAspectRatio: "none", class: "histogram", "aria-hidden": "true" },
    foot.mark, foot.links, foot.things);
  bars.addEventListener("click", (event) => {
    const box = bars.getBoundingClientRect(), at = Math.round(((event.clientX - box.left) / box.width) * wide);
    foot.app.go({ year: Math.max(first, Math.min(last, first - 1 + at)) });
  });
  return el("div", "", { class: "year-line" }, bars, foot.slider, scaleOf(foot.years));
}

function scaleOf([first, last]) {
  const marks = roundYears([first, last], 9).map((year) => el("span", String(year)));
  for (const mark of marks) mark.style.left = `${((Number(mark.textContent) - first + 1) / (last - first + 1)) * 100}%`;
  return el("div", "", { class: "year-scale", "aria-hidden": "true" }, ...marks);
}

// While the thumb is drawn only its first step is one that Back undoes.
function listenSlider(foot) {
  const [first] = foot.years;
  foot.slider.addEventListener("input", () => {
    const value = Number(foot.slider.value);
    foot.app.go({ year: value < first ? 0 : value }, { replace: foot.dragged });
    foot.dragged = true;
  });
  foot.slider.addEventListener("change", () => { foot.dragged = false; });
}

function playYears(foot) {
  const start = playedFrom(foot.app.state.year, foot.activity, foot.years);
  foot.app.playing = true;
  foot.timer = setInterval(() => playStep(foot), YEAR_PACE);
  foot.expected = start;
  foot.play.textContent = "Pause";
  foot.app.go({ year: start });
  foot.app.say(`Playing the years from ${start}`);
}

function playStep(foot) {
  const next = nextYear(foot.app.state.year, foot.years);
  if (!next) return stopYears(foot);
  foot.expected = next;
  foot.app.go({ year: next }, { replace: true });
}

function stopYears(foot) {
  clearInterval(foot.timer);
  foot.timer = 0;
  foot.app.playing = false;
  foot.play.textContent = "Play";
  foot.app.say(yearWords(foot));
}

function updateFoot(foot) {
  const { state } = foot.app, ever = foot.app.ever();
  if (foot.timer && state.year !== foot.expected) stopYears(foot);
  if (ever !== foot.seen) drawBars(foot, ever);
  const [first] = foot.years, words = yearWords(foot);
  foot.slider.value = state.year || first - 1;
  foot.slider.setAttribute("aria-valuetext", state.year ? String(state.year) : "All years");
  foot.ever.setAttribute("aria-pressed", String(!state.year));
  foot.mark.style.display = state.year ? "" : "none";
  foot.mark.setAttribute("x", state.year - first + 0.5);
  foot.chosen.textContent = state.year || `${first} to ${foot.years[1]}`;
  foot.words.textContent = words;
}

function drawBars(foot, ever) {
  foot.seen = ever;
  foot.activity = activityOf(ever, foot.years);
  const { links, things, most } = foot.activity;
  foot.links.setAttribute("d", barsPath(links, null, most));
  foot.things.setAttribute("d", barsPath(things, links, most));
}

function yearWords({ app: { state, shown }, activity, years: [first] }) {
  if (!state.year) {
    const left = count(activity.undated, "link without a date is", "links without a date are");
    return `Bars: links and, on top of them, things that were there in each year. ${left} in no bar.`;
  }
  const at = state.year - first;
  const links = count(activity.links[at] || 0, "dated link"), things = count(activity.things[at] || 0, "dated thing");
  const undated = shown.undated ? ` ${count(shown.undated, "undated link is", "undated links are")} shown too, dashed.` : "";
  return `${state.year}: ${links} and ${things} were there.${undated}`;
}
