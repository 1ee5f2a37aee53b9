// XML as text: names escaped, letters that XML forbids left out.

const XML_FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff\p{Surrogate}]/gu;
const XML_NAMES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;" };

export function xmlText(text) {
  return String(text).replace(XML_FORBIDDEN, "").replace(/[&<>"\n\r\t]/g, (letter) => XML_NAMES[letter]);
}

// An element of attributes and of children that are XML already; what is null, undefined or "" is left out.
export function xmlTag(name, attributes = {}, ...children) {
  const said = Object.entries(attributes).filter(([, value]) => value !== null && value !== undefined && value !== "")
    .map(([key, value]) => ` ${key}="${xmlText(value)}"`).join("");
  const inner = children.filter(Boolean).join("");
  return inner ? `<${name}${said}>${inner}</${name}>` : `<${name}${said}/>`;
}

export const XML_HEAD = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
