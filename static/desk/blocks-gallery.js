// The gallery: its dialog, a list of pictures to add to and to put in order, and what it is in the text: photos in one figure.
"use strict";
{
  const blocks = window.newsroomBlocks;
  const { photo } = blocks.definitions;

  blocks.definitions.gallery = {
    asks: "photos",
    ids: (data) => data.photos.map((one) => one.id),
    is: (element) =>
      element.name === "figure" && element.hasClass("nr-gallery") && !("data-photo" in element.attributes),
    read: (element) => ({
      photos: element.children.filter((child) => child.attributes && photo.is(child)).map((child) => photo.read(child)),
    }),
    html: (data) => `<figure class="nr-gallery">${data.photos.map(photo.html).join("")}</figure>`,
    fields: (data) => data,
    data: (values) => ({ photos: values.photos }),
    drawn: (data, make) => data.photos.map((one) => make("figure", "nr-image", ...photo.drawn(one, make))),
  };

  const element = (name, properties, ...inside) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...inside);
    return made;
  };
  const words = (html) => new DOMParser().parseFromString(html || "", "text/html").body.textContent.trim();

  // A dialog after those of blocks-dialogs.js: opened with { photos }, it ends with them as somebody left them.
  blocks.armGallery = (dialog) => {
    const list = dialog.querySelector("[data-pictures]");
    const term = dialog.querySelector("[data-term]");
    const file = dialog.querySelector("[data-file]");
    const error = dialog.querySelector("[data-error]");
    const told = dialog.querySelector("[data-told]");
    let photos = [];
    let settle = null;

    const show = () => {
      list.replaceChildren(...photos.map(row));
      list.hidden = !photos.length;
    };
    // The same button again, after the list was made anew; of the first and the last row another one.
    const focus = (number, what) => {
      const row = list.children[Math.min(number, photos.length - 1)];
      const again = row && (row.querySelector(`[data-do=${what}]:enabled`) || row.querySelector("button:enabled"));
      (again || term).focus();
    };
    const button = (number, what, sign, does) => {
      const made = element("button", { type: "button", className: "desk-button", textContent: sign });
      made.dataset.do = what;
      made.setAttribute("aria-label", `${blocks.says(what)}: ${number + 1}. ${name(photos[number])}`);
      made.addEventListener("click", does);
      return made;
    };
    const facts = (one) => blocks.knows("photos", one.id) || { id: one.id, text: "…" };
    const name = (one) => words(one.caption) || facts(one).text;
    const move = (number, step, what) => {
      const [one] = photos.splice(number, 1);
      photos.splice(number + step, 0, one);
      show();
      focus(number + step, what);
    };
    const change = async (number) => {
      const before = photos[number];
      const values = await blocks.open("photo", photo.fields(before), facts(before));
      if (values) {
        blocks.remember("photos", { ...facts(before), ...values.target });
        photos[number] = photo.data(values, before);
      }
      show();
      focus(number, "change");
    };
    const row = (one, number) => {
      const { thumbnail } = facts(one);
      const said = element("span", { className: "nr-pictures__words" }, name(one));
      for (const note of [!one.alt && blocks.says("mute"), facts(one).note]) {
        if (note) said.append(" ", element("small", { textContent: note }));
      }
      const earlier = button(number, "earlier", "↑", () => move(number, -1, "earlier"));
      const later = button(number, "later", "↓", () => move(number, 1, "later"));
      earlier.disabled = number === 0;
      later.disabled = number === photos.length - 1;
      const drop = () => {
        photos.splice(number, 1);
        show();
        focus(number, "remove");
      };
      return element(
        "li", {},
        thumbnail ? element("img", { src: thumbnail, alt: "", width: 48, height: 48 }) : "",
        said, earlier, later,
        button(number, "change", blocks.says("change"), () => change(number)),
        button(number, "remove", "×", drop),
      );
    };

    const add = (result) => {
      if (photos.length >= blocks.most) {
        error.textContent = blocks.says("full");
        return;
      }
      error.textContent = "";
      blocks.remember("photos", result);
      photos.push(photo.data({ ...result, target: result }));
      show();
      told.textContent = `${photos.length}. ${name(photos.at(-1))}`;
    };
    const upload = async (files) => {
      const notes = [];
      for (const one of files) {
        error.textContent = blocks.says("uploading");
        const answer = await blocks.take(one);
        if (answer.errors) notes.push(`${one.name}: ${answer.errors.join(" ")}`);
        else add(answer.results[0]);
      }
      file.value = "";
      if (error.textContent === blocks.says("uploading")) error.textContent = "";
      if (notes.length) error.textContent = notes.join(" ");
    };
    const done = (values) => {
      dialog.close();
      dialog.remove();
      if (settle) settle(values);
      settle = null;
    };

    blocks.armSearch(term, (result) => {
      if (!result) return;
      add(result);
      term.value = "";
    });
    file.addEventListener("change", () => upload([...file.files]));
    dialog.addEventListener("dragover", (event) => event.preventDefault());
    dialog.addEventListener("drop", (event) => {
      event.preventDefault();
      upload([...event.dataTransfer.files]);
    });
    dialog.querySelector("[data-ok]").addEventListener("click", () => {
      if (photos.length < 2) {
        error.textContent = blocks.says("few");
        term.focus();
      } else done({ photos });
    });
    dialog.querySelector("[data-cancel]").addEventListener("click", () => done(null));
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      done(null);
    });
    return (values) => {
      photos = [...(values.photos || [])];
      term.value = error.textContent = "";
      document.body.append(dialog);
      show();
      dialog.showModal();
      focus(0, "change");
      return new Promise((resolve) => {
        settle = resolve;
      });
    };
  };
}
