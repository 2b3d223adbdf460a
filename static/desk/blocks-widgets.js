// What each of the editor's blocks is: how it is read from the text, drawn for a writer, and written back as a reference.
"use strict";
{
  const blocks = window.newsroomBlocks;
  const known = { cards: new Map(), photos: new Map() };
  const wanted = { cards: new Set(), photos: new Set() };
  const escape = (words) => window.CKEDITOR.tools.htmlEncode(words || "");
  const escapeAttribute = (words) => window.CKEDITOR.tools.htmlEncodeAttr(words || "");

  // Facts of what blocks refer to come a moment after the text: then every block of them is drawn anew.
  const learn = (editor, what, id) => {
    if (known[what].has(id)) return;
    wanted[what].add(id);
    if (wanted[what].size > 1) return;
    setTimeout(async () => {
      const ids = [...wanted[what]];
      const results = await blocks.describe(what, ids);
      wanted[what].clear();
      for (const result of results) known[what].set(result.id, result);
      const wasClean = !editor.checkDirty();
      for (const widget of Object.values(editor.widgets.instances)) {
        if (widget.definition.asks === what) draw(widget);
      }
      if (wasClean) editor.resetDirty();
    });
  };
  blocks.remember = (what, result) => known[what].set(result.id, result);
  blocks.knows = (what, id) => known[what].get(id) || null;

  const draw = (widget) => {
    const page = widget.element.$.ownerDocument;
    const make = (name, className, ...inside) => {
      const made = page.createElement(name);
      if (className) made.className = className;
      made.append(...inside.filter(Boolean));
      return made;
    };
    widget.element.$.replaceChildren(...widget.definition.drawn(widget.data, make).filter(Boolean));
  };

  const image = (make, source, alt) => {
    const made = make("img", "");
    // The editor is as high as its text, which is known when the pictures are there.
    made.onload = () => window.dispatchEvent(new CustomEvent("newsroom:grown"));
    made.src = source;
    made.alt = alt || "";
    return made;
  };
  const textOf = (html) => {
    const page = new DOMParser().parseFromString(html || "", "text/html");
    return page.body.textContent.trim();
  };
  const captionOf = (element) => {
    const caption = element.getFirst((child) => child.name === "figcaption");
    return caption ? caption.getHtml() : "";
  };
  const names = ["photographer", "agency", "distributor"];
  const credit = (data) => {
    const made = [data.photographer, data.agency].filter(Boolean).join("/");
    return [made, data.distributor].filter(Boolean).join(" · ");
  };
  const attributes = (values) => Object.fromEntries(Object.entries(values).filter(([, value]) => value));
  const written = (name, values, inside = "") =>
    `<${name}${Object.entries(attributes(values)).map(([key, value]) => ` ${key}="${escapeAttribute(value)}"`).join("")}>${inside}</${name}>`;

  // Of each: is(element) tells it in HTML; read() takes its data from there, html() makes the HTML of its data; ids() are
  // what it refers to, where that is several.
  blocks.definitions = {
    card: {
      asks: "cards",
      is: (element) => element.name === "aside" && "data-article" in element.attributes,
      read: (element) => ({
        id: element.attributes["data-article"],
        standfirst: element.attributes["data-standfirst"] || "",
      }),
      html: (data) =>
        written("aside", { class: "nr-related", "data-article": data.id, "data-standfirst": data.standfirst }),
      fields: (data) => ({ standfirst: data.standfirst }),
      data: (values) => ({ id: values.target.id, standfirst: values.standfirst }),
      drawn: (data, make) => {
        const facts = blocks.knows("cards", data.id) || { text: "…" };
        return [
          facts.thumbnail && image(make, facts.thumbnail),
          facts.label && make("p", "nr-label", facts.label),
          make("p", "nr-headline", facts.text),
          (data.standfirst || facts.standfirst) && make("p", "nr-standfirst", data.standfirst || facts.standfirst),
          facts.note && make("p", "nr-note", facts.note),
        ];
      },
    },
    photo: {
      asks: "photos",
      is: (element) => element.name === "figure" && "data-photo" in element.attributes,
      read: (element) => ({
        id: element.attributes["data-photo"],
        alt: element.attributes["data-alt"] || "",
        caption: captionOf(element),
        ...Object.fromEntries(names.map((name) => [name, element.attributes[`data-${name}`] || ""])),
      }),
      html: (data) =>
        written(
          "figure",
          {
            class: "nr-image",
            "data-photo": data.id,
            "data-alt": data.alt,
            ...Object.fromEntries(names.map((name) => [`data-${name}`, data[name]])),
          },
          data.caption ? `<figcaption>${data.caption}</figcaption>` : "",
        ),
      fields: (data) => ({ ...data, caption: textOf(data.caption) }),
      // A caption with a link in it keeps it, unless its words were changed.
      data: (values, before) => ({
        id: values.target.id,
        alt: values.alt,
        caption: before && textOf(before.caption) === values.caption ? before.caption : escape(values.caption),
        ...Object.fromEntries(names.map((name) => [name, values[name]])),
      }),
      drawn: (data, make) => {
        const facts = blocks.knows("photos", data.id) || {};
        const caption = make("figcaption", "", textOf(data.caption), credit(data) ? ` (${credit(data)})` : "");
        return [
          facts.image ? image(make, facts.image, data.alt) : make("p", "nr-note", "…"),
          caption,
          facts.note && make("p", "nr-note", facts.note),
        ];
      },
    },
    pull: {
      is: (element) => element.name === "figure" && element.hasClass("nr-pull"),
      read: (element) => {
        const quote = element.getFirst((child) => child.name === "blockquote");
        return { quote: quote ? quote.getHtml() : "", who: captionOf(element) };
      },
      html: (data) =>
        written(
          "figure",
          { class: "nr-pull" },
          `<blockquote>${data.quote}</blockquote>${data.who ? `<figcaption>${data.who}</figcaption>` : ""}`,
        ),
      fields: (data) => ({ quote: paragraphs(data.quote).join("\n\n"), who: textOf(data.who) }),
      data: (values, before) => {
        const was = before && blocks.definitions.pull.fields(before);
        const quote = values.quote.split(/\n+/).filter((line) => line.trim());
        return {
          quote: was && was.quote === values.quote ? before.quote : quote.map((line) => `<p>${escape(line.trim())}</p>`).join(""),
          who: was && was.who === values.who ? before.who : escape(values.who),
        };
      },
      drawn: (data, make) => [
        make("blockquote", "", ...paragraphs(data.quote).map((line) => make("p", "", line))),
        data.who && make("figcaption", "", textOf(data.who)),
      ],
    },
    embed: {
      is: (element) => element.name === "figure" && "data-embed" in element.attributes,
      read: (element) => ({ address: element.attributes["data-embed"], caption: captionOf(element) }),
      html: (data) =>
        written(
          "figure",
          { class: "nr-embed", "data-embed": data.address },
          data.caption ? `<figcaption>${data.caption}</figcaption>` : "",
        ),
      fields: (data) => ({ address: data.address, caption: textOf(data.caption) }),
      data: (values, before) => ({
        address: values.target.id,
        caption: before && textOf(before.caption) === values.caption ? before.caption : escape(values.caption),
      }),
      drawn: (data, make) => [
        make("p", "nr-label", blocks.says("embed")),
        make("p", "nr-address", data.address),
        data.caption && make("figcaption", "", textOf(data.caption)),
      ],
    },
  };
  const paragraphs = (html) => {
    const page = new DOMParser().parseFromString(html || "", "text/html");
    const found = [...page.body.children].map((child) => child.textContent.trim()).filter(Boolean);
    return found.length ? found : [page.body.textContent.trim()].filter(Boolean);
  };

  // A definition as CKEditor's widget plugin wants it.
  blocks.widget = (editor, kind) => {
    const block = blocks.definitions[kind];
    return {
      asks: block.asks,
      drawn: block.drawn,
      getLabel: () => `${blocks.says(kind)}. ${blocks.says("edit")}`,
      upcast: (element, data) => {
        if (!block.is(element)) return false;
        Object.assign(data, block.read(element));
        return true;
      },
      downcast() {
        return window.CKEDITOR.htmlParser.fragment.fromHtml(block.html(this.data)).children[0];
      },
      insert: () => blocks.insert(editor, kind),
      init() {
        this.on("edit", (event) => {
          event.cancel();
          blocks.change(editor, this, kind);
        });
      },
      data() {
        if (block.asks) for (const id of block.ids ? block.ids(this.data) : [this.data.id]) learn(editor, block.asks, id);
        draw(this);
      },
    };
  };

  // Of what the text may have, all that isn't in the way within a box: what is stored in one stays in it.
  const IN_A_LINE = "a abbr b br cite code em i q s span strong sub sup time u".split(" ");
  const IN_A_BOX = [...IN_A_LINE, ..."p ul ol li h3 h4 blockquote pre hr table caption thead tbody tr th td".split(" ")];
  const only = (editor, tags) =>
    Object.fromEntries(Object.entries(editor.config.allowedContent).filter(([tag]) => tags.includes(tag)));

  // The fact box is written in its place: its title, and its text with lists and links.
  blocks.facts = (editor) => ({
    editables: {
      title: { selector: "figcaption", allowedContent: only(editor, IN_A_LINE) },
      facts: { selector: ".nr-facts__text", allowedContent: only(editor, IN_A_BOX) },
    },
    upcast: (element) => {
      if (element.name !== "figure" || !element.hasClass("nr-facts")) return false;
      const { element: Element } = window.CKEDITOR.htmlParser;
      const title = element.getFirst((child) => child.name === "figcaption") || new Element("figcaption");
      const text = new Element("div", { class: "nr-facts__text" });
      for (const child of [...element.children]) {
        child.remove();
        if (child !== title) text.add(child);
      }
      element.add(title);
      element.add(text);
      return true;
    },
    downcast: (element) => {
      const text = element.getFirst((child) => child.name === "div");
      if (text) text.replaceWithChildren();
      const title = element.getFirst((child) => child.name === "figcaption");
      // What a writer is told here is none of the text.
      if (title) for (const name of ["aria-label", "data-says"]) delete title.attributes[name];
      return element;
    },
    getLabel: () => `${blocks.says("facts")}. ${blocks.says("edit")}`,
    insert: () => blocks.insertFacts(editor),
    init() {
      this.editables.title.setAttribute("aria-label", blocks.says("title"));
      this.editables.title.data("says", blocks.says("title"));
      this.editables.facts.setAttribute("aria-label", blocks.says("text"));
      this.editables.facts.data("says", blocks.says("text"));
      this.on("edit", (event) => {
        event.cancel();
        this.editables.title.focus();
      });
    },
  });
}
