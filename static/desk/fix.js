// The form of a fix: a text that nobody touched goes back as it came, and unsent words are not lost by a click.
"use strict";
{
  const form = document.getElementById("fix_form");
  const original = form.elements.body.value;
  const typed = () => [...new FormData(form)].filter(([name]) => name !== "body").join("\n");
  const loaded = typed();
  let editor = null;
  let leaving = false;
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
  const ready = (instance) => {
    editor = instance;
    editor.resetDirty();
  };
  if (window.CKEDITOR) {
    window.CKEDITOR.on("instanceReady", (event) => ready(event.editor));
    Object.values(window.CKEDITOR.instances).filter((one) => one.status === "ready").forEach(ready);
  }
  document.addEventListener("submit", (event) => {
    if (event.target !== form) return;
    if (editor && !editor.checkDirty()) form.elements.body.value = original;
    leaving = true;
  });
  addEventListener("beforeunload", (event) => {
    if (!leaving && (typed() !== loaded || (editor && editor.checkDirty()))) event.preventDefault();
  });
}
