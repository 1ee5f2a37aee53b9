// Elements from words that are never markup.

const SVG = "http://www.w3.org/2000/svg";

export const el = (tag, attributes = {}, ...children) => filled(document.createElement(tag), attributes, children);
export const svg = (tag, attributes = {}, ...children) => filled(document.createElementNS(SVG, tag), attributes, children);

// Words on a figure, with what a pointer that rests on them is told.
export const words = (text, attributes = {}) => svg("text", { ...attributes, dir: "auto" }, text);

function filled(made, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== null && value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children);
  return made;
}
