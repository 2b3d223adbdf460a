// The open form's heartbeat: keeps what was typed, tells who else is here and whether somebody saved.
"use strict";
{
  const sheet = document.querySelector("[data-beat]");
  const form = sheet.closest("form");
  const says = sheet.dataset;
  const place = document.querySelector("[data-others]");
  const EVERY = 15000; // of presence.GONE_AFTER, a quarter
  const AFTER_TYPING = 1500; // and no later, however fast somebody types on
  const opened = form.elements.loaded_version ? form.elements.loaded_version.value : "";
  let last = null;
  let soon = null;
  let busy = false;

  const body = () => {
    const editor = window.CKEDITOR && Object.values(window.CKEDITOR.instances)[0];
    return editor && editor.checkDirty() ? editor.getData() : form.elements.body.value;
  };
  const typed = () => {
    const values = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (name === "csrfmiddlewaretoken" || name.startsWith("_") || typeof value !== "string") continue;
      values.append(name, name === "body" ? body() : value);
    }
    return values.toString();
  };
  const isDirty = () => !document.querySelector("[data-unsaved]").hidden;

  const tell = (answer) => {
    const lines = [...answer.others];
    if (opened && answer.version && String(answer.version) !== opened) lines.push(says.saysSaved);
    if (answer.refused) lines.push(answer.refused);
    place.textContent = lines.join(" ");
    place.hidden = lines.length === 0;
  };
  const send = async (keepalive = false) => {
    if (busy && !keepalive) return;
    const now = typed();
    const sent = new URLSearchParams({ version: opened });
    if (isDirty() && now !== last) sent.set("form", now);
    busy = true;
    try {
      const answer = await fetch(says.beat, {
        method: "POST",
        body: sent,
        headers: { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
        redirect: "error",
        keepalive: keepalive && sent.toString().length < 60000,
      });
      if (!answer.ok) throw new Error(answer.status);
      if (sent.has("form")) last = now;
      tell(await answer.json());
    } catch {
      place.textContent = says.saysOut;
      place.hidden = false;
    } finally {
      busy = false;
    }
  };
  const later = () => {
    soon ??= setTimeout(() => {
      soon = null;
      if (busy) later();
      else send();
    }, AFTER_TYPING);
  };
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  if (window.CKEDITOR) window.CKEDITOR.on("instanceReady", (event) => event.editor.on("change", later));
  setInterval(send, EVERY);
  document.addEventListener("visibilitychange", () => {
    if (document.hidden && isDirty()) send(true);
  });
  addEventListener("pagehide", () => {
    if (says.leave) {
      const sent = new FormData();
      sent.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
      navigator.sendBeacon(says.leave, sent);
    }
  });
  send();
}
