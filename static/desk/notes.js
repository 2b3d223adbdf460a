// Notes are left without leaving the page: what is typed into the story stays where it is.
"use strict";
{
  const form = document.getElementById("desk-notes-form");
  if (form) {
    const says = document.querySelector("[data-open-notes]");
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const list = document.querySelector("[data-notes]");
      const sent = new URLSearchParams(new FormData(form, event.submitter));
      sent.set("part", "1");
      try {
        const answer = await fetch(form.action, { method: "POST", body: sent, redirect: "error" });
        if (!answer.ok && answer.status !== 422) throw new Error(answer.status);
        const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-notes]");
        // An answer that is still being typed elsewhere in the list stays.
        if (answer.ok) {
          for (const area of list.querySelectorAll("textarea")) {
            const twin = fresh.querySelector(`[name="${area.name}"]`);
            const done = `${event.submitter.value}`.replace("answer:", "answer-").replace("write", "text");
            if (twin && area.name !== done) {
              twin.value = area.value;
              const fold = twin.closest("details");
              if (fold && area.value) fold.open = true;
            }
          }
        }
        list.replaceWith(fresh);
        if (says) says.textContent = fresh.querySelectorAll(".desk-thread:not(.desk-thread--resolved)").length || "";
        (fresh.querySelector("[role=alert]") || fresh).scrollIntoView({ block: "nearest" });
      } catch {
        form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "do", value: event.submitter.value }));
        HTMLFormElement.prototype.submit.call(form);
      }
    });
  }
}
