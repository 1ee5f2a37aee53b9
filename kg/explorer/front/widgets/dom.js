// Elements from words that are never markup.

const SVG = "http://www.w3.org/2000/svg";

export function el(tag, text = "", attributes = {}, ...children) {
  return filledElement(document.createElement(tag), text, attributes, children);
}

export function svg(tag, attributes = {}, ...children) {
  return filledElement(document.createElementNS(SVG, tag), "", attributes, children);
}

export function button(text, action, attributes = {}) {
  const made = el("button", text, { type: "button", dir: "auto", ...attributes });
  made.addEventListener("click", () => action(made));
  return made;
}

// A choice of one: options are [value, words].
export function chooser(words, options, value, action, attributes = {}) {
  const made = el("select", "", attributes, ...options.map(([key, text]) => el("option", text, { value: key })));
  made.value = value;
  made.addEventListener("change", () => action(made.value));
  return el("label", words, { class: "chooser" }, made);
}

export function tick(words, checked, action, attributes = {}) {
  const made = el("input", "", { type: "checkbox", ...attributes });
  made.checked = checked;
  made.addEventListener("change", () => action(made.checked));
  return el("label", "", { class: "tick" }, made, el("span", words, { dir: "auto" }));
}

export function part(id) {
  return document.getElementById(id);
}

// Where in an element the pointer is, in pixels from its upper left corner.
export function pointIn(host, { clientX, clientY }) {
  const { left, top } = host.getBoundingClientRect();
  return { x: clientX - left, y: clientY - top };
}

// Every person's wish for less motion, and for a dark page, as it is now.
export const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
export const DARK_SCREEN = "screen and (prefers-color-scheme: dark)"; // paper is white
export const dark = () => matchMedia(DARK_SCREEN).matches;
export const narrow = () => matchMedia("(max-width: 900px)").matches;

function filledElement(made, text, attributes, children) {
  if (text) made.textContent = text;
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}
