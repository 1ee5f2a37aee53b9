// Files that the reader takes away: made in the page, sent nowhere.

import { el } from "./dom.js";

export function saveFile(name, type, content) {
  const address = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  const link = el("a", "", { href: address, download: name, hidden: true });
  link.addEventListener("click", (event) => event.stopPropagation()); // a menu that closes at a click elsewhere stays open
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
}

// An SVG as a PNG so many pixels wide; browsers without room for such a picture refuse.
export async function pngOf(text, wide) {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = el("canvas", "", { width: wide, height: Math.round((wide * image.height) / image.width) });
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((made) => (made ? resolve(made) : reject(new Error("no picture"))), "image/png");
  });
}

// A file's name from a few words: "citykg-lima-pe.ttl".
export const fileName = (words, ending) => `citykg-${words.replace(/[^\w.-]+/g, "-").slice(0, 80)}.${ending}`;
