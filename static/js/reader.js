/* What the readers' pages do better with a script; each of them is whole without it. */
(() => {
  "use strict";
  const all = (what, where = document) => [...where.querySelectorAll(what)];
  const one = (what, where = document) => where.querySelector(what);
  const language = document.body.lang || document.documentElement.lang || "en";
  const locale = language === "en" ? "en-GB" : language; /* day before month, as the server writes */
  const timeZone = document.body.dataset.zone || undefined;
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;

  /* Times: "12 minutes ago" up to an hour, "14:03" today, then the date, on the newsroom's clock. */
  const form = (options) => new Intl.DateTimeFormat(locale, { timeZone, ...options });
  const day = form({ year: "numeric", month: "2-digit", day: "2-digit" });
  const year = form({ year: "numeric" });
  const hour = form({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const date = form({ day: "numeric", month: "long" });
  const dated = form({ day: "numeric", month: "long", year: "numeric" });
  const ago = {
    short: new Intl.RelativeTimeFormat(locale, { numeric: "auto" }),
    time: new Intl.RelativeTimeFormat(locale, { numeric: "auto", style: "narrow" }),
  };
  const tell = () => {
    const now = new Date();
    for (const element of all("time[data-instant]")) {
      const then = new Date(element.dateTime);
      const minutes = Math.floor((now - then) / 60000);
      const fresh = minutes >= 0 && minutes < 60;
      const how = element.dataset.instant;
      element.classList.toggle("is-fresh", fresh);
      if (fresh) element.textContent = minutes ? ago[how].format(-minutes, "minute") : ago[how].format(0, "second");
      else if (day.format(then) === day.format(now) || how === "time") element.textContent = hour.format(then);
      else element.textContent = (year.format(then) === year.format(now) ? date : dated).format(then);
    }
  };
  tell();
  setInterval(tell, 30000);

  /* Show More in place. What was added is kept in the history's state, so that Back finds the list as long as it was. */
  const append = async (address) => {
    const answer = await fetch(address, { headers: { Accept: "text/html" } });
    if (!answer.ok) throw new Error(answer.status);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const from = one("[data-list]", page);
    const list = one("[data-list]");
    let added = [...from.children];
    const last = list.lastElementChild;
    const first = added[0];
    if (last && first && first.dataset.day && first.dataset.day === last.dataset.day) {
      const items = all("li", first);
      one("ol", last).append(...items);
      added = [...items, ...added.slice(1)];
    }
    list.append(...added.filter((item) => !list.contains(item)));
    const more = one("[data-more]", page);
    if (more) one("[data-more]").replaceWith(more);
    else one("[data-more]").remove();
    tell();
    return one(".card__headline a", added[0]);
  };
  const state = () => history.state || {};
  document.addEventListener("click", async (event) => {
    const link = event.target.closest("[data-more] a");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey || link.ariaBusy === "true") return;
    event.preventDefault();
    link.ariaBusy = "true";
    try {
      const headline = await append(link.href);
      history.replaceState({ ...state(), more: [...(state().more || []), link.href] }, "");
      headline?.focus();
    } catch {
      location.assign(link.href);
    }
  });
  addEventListener("pagehide", () => {
    if (state().more) history.replaceState({ ...state(), top: scrollY }, "");
  });
  (async () => {
    const { more, top } = state();
    if (!more) return;
    history.scrollRestoration = "manual";
    try {
      for (const address of more) await append(address);
      scrollTo(0, top || 0);
    } catch {
      history.replaceState({}, "");
    }
    history.scrollRestoration = "auto";
  })();

  /* What stands elsewhere: the link that was pressed becomes a frame, in a sandbox. Until then nothing is asked of anybody. */
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-frame] .embed__link");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    const box = link.closest("[data-frame]");
    const frame = document.createElement("iframe");
    frame.title = box.dataset.name;
    frame.setAttribute("sandbox", "allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox allow-presentation");
    frame.allow = "fullscreen; picture-in-picture; encrypted-media; autoplay";
    frame.referrerPolicy = "strict-origin-when-cross-origin";
    frame.tabIndex = 0;
    frame.src = box.dataset.frame;
    (one(".embed__stage", box) || link).replaceWith(frame);
    frame.focus();
  });

  /* The header leaves while reading down and returns on the way up. */
  const header = one("[data-header]");
  let before = scrollY;
  if (header && !calm) {
    addEventListener("scroll", () => {
      if (Math.abs(scrollY - before) < 8) return;
      header.classList.toggle("header--away", scrollY > before && scrollY > 200);
      before = scrollY;
    }, { passive: true });
  }

  /* The section that one is in stands in sight, however many there are before it. */
  const here = one(".nav [aria-current]");
  if (here) {
    const [row, link] = [one(".nav"), here].map((element) => element.getBoundingClientRect());
    if (link.left < row.left || link.right > row.right - 36) one(".nav").scrollLeft += (link.left + link.right - row.left - row.right) / 2;
  }

  /* Sharing, printing, saving data. */
  const share = one("[data-share]");
  const copy = one("[data-copy]");
  const print = one("[data-print]");
  if (share && navigator.share) {
    share.hidden = false;
    share.onclick = () => navigator.share({ title: one("h1").textContent, url: copy.dataset.copy }).catch(() => {});
  }
  if (copy && navigator.clipboard) {
    copy.hidden = false;
    copy.onclick = async () => {
      await navigator.clipboard.writeText(copy.dataset.copy || location.href);
      one("[data-status]").textContent = copy.dataset.said;
    };
  }
  if (print) {
    print.hidden = false;
    print.onclick = () => window.print();
  }
  const saver = one("[data-saver]");
  if (saver && (navigator.connection?.saveData || matchMedia("(prefers-reduced-data: reduce)").matches)) saver.hidden = false;
})();
