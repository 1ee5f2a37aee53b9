// The colours of the page as its style sheets have them now, for what is drawn on a canvas.

import { DARK_SCREEN, dark } from "./dom.js";

const PAGE_COLOURS = ["ink", "paper", "soft", "line", "edge", "accent", "mark"];

export function pageColours(host) {
  const style = getComputedStyle(host);
  return { ...Object.fromEntries(PAGE_COLOURS.map((name) => [name, style.getPropertyValue(`--${name}`).trim()])), isDark: dark() };
}

// Tells when a reader turns the page dark or light, and before and after it is printed.
export function hearColours(action) {
  matchMedia(DARK_SCREEN).addEventListener("change", action);
  for (const name of ["beforeprint", "afterprint"]) window.addEventListener(name, action);
}
