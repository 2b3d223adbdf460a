// The dialogs of the editor's blocks: search as you type, a picture's upload, an address that is asked for first.
"use strict";
window.newsroomBlocks = {};
{
  const blocks = window.newsroomBlocks;
  let template = null;
  const dialogs = new Map();

  // Once an editor with blocks is on the page: its dialogs, outside of the form, in which they would be fields.
  blocks.says = (name) => template.dataset[`says${name[0].toUpperCase()}${name.slice(1)}`];
  blocks.setUp = () => {
    if (template) return;
    template = document.getElementById("nr-blocks");
    blocks.most = Number(template.dataset.most);
    // Each is on the page while it is open.
    for (const dialog of template.content.cloneNode(true).querySelectorAll("dialog[data-nr]")) {
      dialogs.set(dialog.dataset.nr, (dialog.dataset.nr === "gallery" ? blocks.armGallery : arm)(dialog));
      dialog.remove();
    }
  };

  const ask = async (what, values, options) => {
    const address = what === "take" ? template.dataset.take : template.dataset.find.replace("/what/", `/${what}/`);
    let answer = null;
    let response = null;
    try {
      response = await fetch(values ? `${address}?${new URLSearchParams(values)}` : address, options);
      answer = await response.json();
    } catch {
      return { errors: [blocks.says("out")] };
    }
    return response.ok || answer.errors ? answer : { errors: [blocks.says("out")] };
  };
  // What stands behind references, by their kind and id; asked for together.
  blocks.describe = async (what, ids) => (await ask(what, ids.map((id) => ["id", id]))).results || [];
  blocks.take = (file) => {
    const body = new FormData();
    body.append("image", file);
    const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
    return ask("take", null, { method: "POST", body, headers: { "X-CSRFToken": token } });
  };

  const element = (name, properties = {}) => Object.assign(document.createElement(name), properties);

  const row = (result, number, list) => {
    const option = element("li", { id: `${list.id}-${number}` });
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    if (result.thumbnail) option.append(element("img", { src: result.thumbnail, alt: "", width: 48, height: 48 }));
    const words = element("span");
    if (result.label) words.append(element("b", { textContent: result.label }), " ");
    words.append(result.text);
    if (result.note) words.append(" ", element("small", { textContent: result.note }));
    option.append(words);
    return option;
  };

  // A combobox after https://www.w3.org/WAI/ARIA/apg/patterns/combobox/: arrows walk through the list, Enter takes.
  blocks.armSearch = (input, chosen) => {
    const list = input.parentNode.querySelector("[role=listbox]");
    const what = input.dataset.term;
    let results = [];
    let active = -1;
    let waiting = null;
    let asked = 0;
    const close = () => {
      list.hidden = true;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
      active = -1;
    };
    const show = (found) => {
      results = found;
      list.replaceChildren(...found.map((result, number) => row(result, number, list)));
      if (!found.length) {
        const nothing = element("li", { className: "nr-nothing", textContent: blocks.says("nothing") });
        nothing.setAttribute("role", "option");
        nothing.setAttribute("aria-disabled", "true");
        list.append(nothing);
      }
      list.hidden = false;
      input.setAttribute("aria-expanded", "true");
      active = -1;
    };
    const search = async () => {
      const mine = (asked += 1);
      const answer = await ask(what, { term: input.value, but: template.dataset.but });
      if (mine === asked && document.activeElement === input) show(answer.results || []);
    };
    const go = (step) => {
      if (list.hidden || !results.length) return;
      active = (active + step + results.length) % results.length;
      [...list.children].forEach((option, number) => option.setAttribute("aria-selected", String(number === active)));
      list.children[active].scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", list.children[active].id);
    };
    const take = (number) => {
      asked += 1;
      clearTimeout(waiting);
      input.value = results[number].text;
      close();
      chosen(results[number]);
    };
    input.addEventListener("input", () => {
      chosen(null);
      clearTimeout(waiting);
      waiting = setTimeout(search, 180);
    });
    input.addEventListener("focus", () => {
      if (!input.value) search();
    });
    input.addEventListener("blur", () => setTimeout(() => document.activeElement !== input && close(), 150));
    input.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (list.hidden) search();
        else go(event.key === "ArrowDown" ? 1 : -1);
      } else if (event.key === "Enter" && !list.hidden && results.length) {
        event.preventDefault();
        event.stopPropagation();
        take(Math.max(active, 0));
      } else if (event.key === "Escape" && !list.hidden) {
        event.preventDefault();
        event.stopPropagation();
        close();
      }
    });
    list.addEventListener("mousedown", (event) => {
      const option = event.target.closest("[role=option]:not([aria-disabled])");
      event.preventDefault();
      if (option) take([...list.children].indexOf(option));
    });
  };

  const arm = (dialog) => {
    const fields = [...dialog.querySelectorAll("[data-value]")];
    const error = dialog.querySelector("[data-error]");
    const term = dialog.querySelector("[data-term]");
    const image = dialog.querySelector("[data-image]");
    const file = dialog.querySelector("[data-file]");
    let target = null; // the result that was chosen
    let settle = null;
    const read = () => Object.fromEntries(fields.map((field) => [field.dataset.value, field.value.trim()]));
    const fill = (values) => {
      for (const field of fields) field.value = values[field.dataset.value] || "";
    };
    const choose = (result, keepsWords) => {
      target = result;
      error.textContent = "";
      if (image) {
        image.hidden = !(result && result.image);
        if (!image.hidden) image.src = result.image;
      }
      if (file && result && !keepsWords) fill(result);
    };
    const upload = async (one) => {
      error.textContent = blocks.says("uploading");
      const answer = await blocks.take(one);
      if (answer.errors) {
        error.textContent = answer.errors.join(" ");
        return;
      }
      choose(answer.results[0]);
      term.value = answer.results[0].text;
      fields[0].focus();
    };
    const done = (values) => {
      dialog.close();
      dialog.remove();
      if (settle) settle(values);
      settle = null;
    };
    const ok = async () => {
      const values = read();
      if (term && !target) {
        error.textContent = blocks.says("choose");
        term.focus();
        return;
      }
      if (dialog.dataset.nr === "pull" && !values.quote) {
        error.textContent = blocks.says("quote");
        fields[0].focus();
        return;
      }
      if (dialog.dataset.nr === "embed") {
        const answer = await ask("embed", { address: values.address });
        if (answer.errors) {
          error.textContent = answer.errors.join(" ");
          fields[0].setAttribute("aria-invalid", "true");
          fields[0].focus();
          return;
        }
        target = answer.results[0];
      }
      done({ ...values, target });
    };
    if (term) blocks.armSearch(term, choose);
    if (file) {
      file.addEventListener("change", () => file.files.length && upload(file.files[0]));
      dialog.addEventListener("dragover", (event) => event.preventDefault());
      dialog.addEventListener("drop", (event) => {
        event.preventDefault();
        if (event.dataTransfer.files.length) upload(event.dataTransfer.files[0]);
      });
    }
    dialog.querySelector("[data-ok]").addEventListener("click", ok);
    dialog.querySelector("[data-cancel]").addEventListener("click", () => done(null));
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      done(null);
    });
    dialog.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target.matches("input:not([type=file])")) {
        event.preventDefault();
        ok();
      }
    });
    return (values, chosen) => {
      fill(values);
      if (file) file.value = "";
      fields[0].removeAttribute("aria-invalid");
      choose(chosen, true);
      if (term) term.value = chosen ? chosen.text : "";
      document.body.append(dialog);
      dialog.showModal();
      return new Promise((resolve) => {
        settle = resolve;
      });
    };
  };

  // What somebody made of `values` in the dialog `name`, with `target`, the result that it points to; null when they left it.
  blocks.open = (name, values = {}, chosen = null) => dialogs.get(name)(values, chosen);
}
