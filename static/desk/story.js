// The story form: counts words, says what is unsaved, fills in a picture's words, keeps rows in order.
"use strict";
{
  const form = document.querySelector("[data-story-form]").closest("form");
  const sheet = form.querySelector("[data-story-form]");
  const unsaved = form.querySelector("[data-unsaved]");
  const count = form.querySelector("[data-count]");
  const $ = window.django && window.django.jQuery;
  let editor = null;
  let leaving = false;

  // Word count and reading time: the rule of articles/reading.py.
  const BLOCKS = /^(P|H[234]|LI|UL|OL|BLOCKQUOTE|FIGURE|FIGCAPTION|TABLE|TR|TD|TH|CAPTION|BR|HR|PRE|ASIDE|DIV)$/;
  const plainText = (node) => {
    let text = "";
    for (const child of node.childNodes) {
      if (child.nodeType === Node.TEXT_NODE) text += child.data;
      if (child.nodeType !== Node.ELEMENT_NODE) continue;
      if (child.matches("aside[data-article], figure[data-embed]")) continue;
      text += plainText(child) + (BLOCKS.test(child.tagName) ? "\n" : "");
    }
    return text;
  };
  const countWords = () => {
    const body = editor ? editor.getData() : form.elements.body.value;
    const parsed = new DOMParser().parseFromString(body, "text/html").body;
    const words = (plainText(parsed).match(/[\p{L}\p{N}_]+/gu) || []).length;
    const say = (selector, number) => {
      const place = count.querySelector(selector);
      place.textContent = place.textContent.replace(/[\d,.\u00a0\u202f]*\d/, number.toLocaleString(document.documentElement.lang));
      return place;
    };
    say("[data-count-words]", words);
    say("[data-count-minutes]", Math.max(1, Math.ceil(words / 238)));
  };

  // What is on the page, to tell whether it differs from what was loaded.
  const typed = () => {
    const values = [];
    for (const [name, value] of new FormData(form)) {
      if (name !== "csrfmiddlewaretoken" && name !== "body" && !name.startsWith("_")) values.push(`${name}=${value}`);
    }
    return values.join("\n");
  };
  let loaded = null;
  const isDirty = () =>
    "isUnsaved" in sheet.dataset || (loaded !== null && typed() !== loaded) || Boolean(editor && editor.checkDirty());
  const tell = () => {
    unsaved.hidden = !isDirty();
  };

  // Lines that look like what they will be: they grow with their text, and Enter makes no second line.
  const grow = (area) => {
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight + 2}px`;
  };
  for (const area of form.querySelectorAll("textarea:not([data-type])")) {
    area.addEventListener("input", () => grow(area));
    grow(area);
    if ("oneLine" in area.dataset) {
      area.addEventListener("keydown", (event) => {
        if (event.key === "Enter" && !event.isComposing) event.preventDefault();
      });
    }
  }
  document.fonts.ready.then(() => form.querySelectorAll("textarea:not([data-type])").forEach(grow));
  addEventListener("resize", () => form.querySelectorAll("textarea:not([data-type])").forEach(grow));

  const save = () => form.querySelector("[data-save]").click();
  // Ctrl or Cmd with S saves, with Enter shows the preview, with Shift and Enter opens the next story in the queue.
  const shortcut = (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return null;
    if (event.key.toLowerCase() === "s" && !event.shiftKey) return save;
    if (event.key !== "Enter") return null;
    const target = form.querySelector(event.shiftKey ? "[data-next]" : "[data-preview]");
    return target && (() => target.click());
  };
  document.addEventListener("keydown", (event) => {
    const act = shortcut(event);
    if (!act || event.target.closest("[data-notes]")) return;
    event.preventDefault();
    act();
  });

  const ready = (instance) => {
    editor = instance;
    editor.resetDirty();
    editor.document.on("keydown", (event) => {
      const act = shortcut(event.data.$);
      if (act) {
        event.data.preventDefault();
        act();
      }
    });
    let waiting = null;
    editor.on("change", () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => {
        countWords();
        tell();
      }, 250);
    });
    countWords();
  };
  if (window.CKEDITOR) {
    window.CKEDITOR.on("instanceReady", (event) => ready(event.editor));
    Object.values(window.CKEDITOR.instances).filter((one) => one.status === "ready").forEach(ready);
  }

  // The editor lays HTML out in its own way: a text that nobody touched goes back as it came.
  const original = form.elements.body.value;
  document.addEventListener("submit", (event) => {
    if (event.target !== form) return;
    if (editor && !editor.checkDirty()) form.elements.body.value = original;
    leaving = true;
    setTimeout(() => {
      leaving = false;
    }, 3000);
  });
  addEventListener("beforeunload", (event) => {
    if (!leaving && isDirty()) event.preventDefault();
  });
  form.addEventListener("input", tell);
  form.addEventListener("change", tell);

  // A picture brings its thumbnail and its words; words that somebody typed stay.
  const thumbnail = form.querySelector("[data-thumbnail]");
  const brought = {};
  const bring = (facts) => {
    thumbnail.hidden = !facts.thumbnail;
    if (facts.thumbnail) thumbnail.querySelector("img").src = facts.thumbnail;
    for (const [name, words] of Object.entries(facts.words)) {
      const field = form.elements[name];
      if (!field.value || field.value === brought[name] || !(name in brought)) {
        field.value = words;
        if (field.tagName === "TEXTAREA") grow(field);
      }
      brought[name] = words;
    }
  };
  if ($) {
    for (const name of ["lead_caption", "lead_photographer", "lead_agency", "lead_distributor", "lead_alt"]) {
      if (form.elements[name]) form.elements[name].addEventListener("input", () => (brought[name] ??= ""));
    }
    $("#id_lead_photo").on("select2:select", (event) => bring(event.params.data));
    $("#id_lead_photo").on("select2:clear", () =>
      bring({ thumbnail: "", words: Object.fromEntries(Object.keys(brought).map((name) => [name, ""])) }),
    );
    $(form).on("change", "select", tell);
    $(document).on("formset:added formset:removed", tell);
  }

  // A video's captions are read from their file into the field, where one sees what they say.
  for (const place of form.querySelectorAll("[data-captions-for]")) {
    const area = document.getElementById(place.dataset.captionsFor);
    const input = place.querySelector("input");
    place.hidden = false;
    input.addEventListener("change", async () => {
      if (!input.files.length) return;
      area.value = await input.files[0].text();
      input.value = "";
      area.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }

  // The byline's order is that of its rows: arrows move one, and the numbers follow.
  const group = document.getElementById("bylines-group");
  if (group) {
    const rows = () => [...group.querySelectorAll(".desk-byline:not(.empty-form)")];
    const renumber = () => rows().forEach((row, place) => (row.querySelector("[name$=-position]").value = place));
    const arm = (row) => {
      if (row.querySelector("[data-move]")) return;
      const field = row.querySelector(".field-position");
      field.classList.add("unseen");
      for (const [step, sign] of [[-1, "↑"], [1, "↓"]]) {
        const button = document.createElement("button");
        button.type = "button";
        button.dataset.move = step;
        button.className = "desk-byline__move";
        button.textContent = sign;
        button.setAttribute("aria-label", `${sign} ${field.querySelector("label").textContent}`);
        button.addEventListener("click", () => {
          const all = rows();
          const other = all[all.indexOf(row) + step];
          if (!other) return;
          step < 0 ? other.before(row) : other.after(row);
          renumber();
          button.focus();
          tell();
        });
        row.querySelector(".desk-byline__tools").append(button);
      }
    };
    rows().forEach(arm);
    document.addEventListener("formset:added", (event) => {
      arm(event.target);
      if (rows().length > 1) renumber();
      tell();
    });
  }

  // Once the widgets have settled.
  addEventListener("load", () => {
    loaded = typed();
    tell();
  });
}
