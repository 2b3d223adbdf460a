/* The News Feed says when it has newer stories: a link to be pressed, never a jump. Asks only while somebody may be looking. */
(() => {
  "use strict";
  const place = document.querySelector("[data-newer]");
  if (!place) return;
  const minute = 60_000;
  const often = minute;
  const seldom = 10 * minute;
  let wait = often;
  let due = Date.now() + wait;
  let timer;

  const show = ({ number, words }) => {
    if (!number) return place.replaceChildren();
    const link = place.querySelector("a") || document.createElement("a");
    if (link.textContent === words) return; /* not told twice to who listens */
    link.className = "button";
    link.href = place.dataset.href;
    link.textContent = words;
    place.replaceChildren(link);
  };
  const ask = async () => {
    try {
      const answer = await fetch(place.dataset.newer, { headers: { Accept: "application/json" }, credentials: "omit" });
      if (!answer.ok) throw new Error(answer.status);
      show(await answer.json());
      wait = often;
    } catch {
      wait = Math.min(seldom, wait * 2);
    }
    /* Not all at the same second. */
    due = Date.now() + wait * (0.9 + Math.random() / 5);
    plan();
  };
  const plan = () => {
    clearTimeout(timer);
    if (document.visibilityState === "visible") timer = setTimeout(ask, Math.max(0, due - Date.now()));
  };
  document.addEventListener("visibilitychange", plan);
  plan();
})();
