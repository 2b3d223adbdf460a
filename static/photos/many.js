// Many pictures: each is sent by a request of its own, two at a time, with a bar; what was refused says why.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector("[data-many-form]");
  if (!form) return;
  const input = form.querySelector("input[type=file]");
  const queue = form.querySelector("[data-queue]");
  const list = form.querySelector("[data-list]");
  const summary = form.querySelector("[data-summary]");
  const whole = form.querySelector("[data-whole]");
  const words = form.dataset;
  const AT_ONCE = 2;
  const items = [];
  let running = 0;

  const element = (name, properties = {}) => Object.assign(document.createElement(name), properties);

  const tell = () => {
    const count = (state) => items.filter((item) => item.state === state).length;
    const sent = items.reduce((sum, item) => sum + (item.state === "waiting" ? 0 : item.part), 0);
    whole.max = items.length || 1;
    whole.value = sent;
    const refused = count("refused");
    if (items.some((item) => item.state !== "waiting")) {
      summary.textContent =
        words.done.replace("%(done)s", count("done")).replace("%(all)s", items.length) +
        (refused ? ` ${words.refused.replace("%(count)s", refused)}` : "");
    }
  };

  const add = (files) => {
    for (const file of files) {
      const row = element("li");
      const name = element("span", { className: "photo-queue__name", textContent: file.name });
      const bar = element("progress", { value: 0, max: 1 });
      bar.setAttribute("aria-label", file.name);
      const note = element("span", { className: "photo-queue__note", textContent: `${(file.size / 1048576).toFixed(1)} MB` });
      row.append(name, bar, note);
      list.append(row);
      items.push({ file, row, name, bar, note, state: "waiting", part: 0 });
    }
    queue.hidden = !items.length;
    tell();
  };

  const finish = (item, state) => {
    item.state = state;
    item.part = 1;
    item.bar.remove();
    item.row.className = `is-${state}`;
    running -= 1;
    tell();
    next();
  };

  const refuse = (item, reasons, again) => {
    item.note.textContent = reasons.join(" ");
    if (again) {
      const button = element("button", { type: "button", className: "button", textContent: words.again });
      button.addEventListener("click", () => {
        button.remove();
        item.note.textContent = "";
        item.row.className = "";
        item.bar.value = 0;
        item.row.insertBefore(item.bar, item.note);
        item.state = "waiting";
        item.part = 0;
        next();
      });
      item.row.append(button);
    }
    finish(item, "refused");
  };

  const show = (item, answer) => {
    const link = element("a", { href: answer.address, textContent: answer.title, target: "_blank" });
    const picture = element("img", { src: answer.thumbnail, alt: "", width: 48, height: 48, className: "photo-thumbnail" });
    item.name.append(" → ", link);
    item.row.prepend(picture);
    item.note.textContent = [answer.credit, ...answer.notes].filter(Boolean).join(" · ");
    finish(item, "done");
  };

  const send = (item) => {
    const body = new FormData(form);
    body.delete(input.name);
    body.append(input.name, item.file);
    const request = new XMLHttpRequest();
    request.open("POST", form.action || location.href);
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", (event) => {
      if (!event.lengthComputable) return;
      item.part = event.loaded / event.total;
      item.bar.value = item.part;
      item.note.textContent = item.part < 1 ? words.uploading : words.reading;
      tell();
    });
    request.addEventListener("load", () => {
      let answer = null;
      try {
        answer = JSON.parse(request.responseText);
      } catch {
        // A page, and no answer of this view's: the sign-in, or an error.
      }
      if (answer && request.status === 200) show(item, answer);
      else if (answer && answer.errors) refuse(item, answer.errors, false);
      else if (request.status === 413) refuse(item, [words.large], false);
      else refuse(item, [request.status >= 500 ? words.lost : words.gone], true);
    });
    for (const failure of ["error", "abort", "timeout"]) {
      request.addEventListener(failure, () => refuse(item, [words.lost], true));
    }
    item.state = "sending";
    running += 1;
    request.send(body);
  };

  const next = () => {
    while (running < AT_ONCE) {
      const item = items.find((one) => one.state === "waiting");
      if (!item) return;
      send(item);
    }
  };

  input.addEventListener("change", () => {
    add(input.files);
    input.value = "";
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!items.length) input.click();
    next();
  });
  for (const kind of ["dragover", "drop"]) {
    document.addEventListener(kind, (event) => {
      if (!event.dataTransfer.types.includes("Files")) return;
      event.preventDefault();
      if (kind === "drop") add(event.dataTransfer.files);
    });
  }
  window.addEventListener("beforeunload", (event) => {
    if (running) event.preventDefault();
  });
  input.required = false;
  form.querySelector("[data-drop-hint]").hidden = false;
});
