// The named queries: one is chosen, its parameters are given, and it opens in a tab of its own.

import { boundQuery } from "./binding.js";

// `open` takes { query, view, title }; `known` is { things, expand }.
export function drawChooser(form, examples, known, open) {
  const select = form.querySelector("select"), fields = form.querySelector("[data-fields]");
  const help = form.querySelector("[data-help]"), wrong = form.querySelector("[data-wrong]");
  const chosen = () => examples.find(({ name }) => name === select.value);
  select.append(...examples.map(({ name }) => new Option(name.replaceAll("-", " "), name)));
  const show = () => {
    const { parameters, help: words } = chosen();
    help.textContent = words;
    fields.replaceChildren(...parameters.map(field));
    wrong.textContent = "";
  };
  select.addEventListener("change", show);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    openWith(chosen(), "", Object.fromEntries([...fields.querySelectorAll("input")].map(({ name, value }) => [name, value])));
  });
  show();

  function openWith(example, view, given) {
    try {
      wrong.textContent = "";
      open({ query: boundQuery(example, given, known), view, title: example.name });
    } catch (error) {
      wrong.textContent = error.message;
    }
  }

  // For a link that names a query and a view, and gives values.
  return ({ named: name, view, values }) => {
    if (!examples.some((each) => each.name === name)) {
      wrong.textContent = `no named query is called '${name}'; choose one of the list`;
      return;
    }
    select.value = name;
    show();
    fields.querySelectorAll("input").forEach((input) => { input.value = values[input.name] ?? input.value; });
    openWith(chosen(), view, values);
  };
}

function field({ name, kind, default: start, help }) {
  const label = document.createElement("label"), words = document.createElement("span"), input = document.createElement("input");
  words.textContent = `${help} (${kind})`;
  Object.assign(input, { name, value: start, type: "text", spellcheck: false, autocomplete: "off" });
  label.append(words, input);
  return label;
}
