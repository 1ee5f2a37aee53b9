// A figure as a file of its own: what the style sheet says of it is written into it.

const STYLES = "fill fill-opacity stroke stroke-width font-size font-family font-weight opacity text-anchor paint-order".split(" ");

export function figureText(drawn) {
  const copy = drawn.cloneNode(true), copies = [copy, ...copy.querySelectorAll("*")];
  [drawn, ...drawn.querySelectorAll("*")].forEach((each, at) => writeStyles(copies[at], getComputedStyle(each)));
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.prepend(background(drawn));
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(copy)}\n`;
}

function writeStyles(made, styles) {
  for (const name of ["class", "tabindex", "role"]) made.removeAttribute(name);
  for (const name of STYLES) if (styles.getPropertyValue(name)) made.setAttribute(name, styles.getPropertyValue(name));
}

function background(drawn) {
  const made = document.createElementNS(drawn.namespaceURI, "rect");
  const paper = getComputedStyle(document.body).backgroundColor;
  for (const [name, value] of Object.entries({ width: "100%", height: "100%", fill: paper })) made.setAttribute(name, value);
  return made;
}
