// What is pasted from elsewhere, made into what the gate keeps before one sees it: nothing that was there goes with the save.
"use strict";
{
  const { CKEDITOR } = window;
  // What stands in these is not words of the text; those of a picture from elsewhere stand under it.
  const NOT_WORDS = "button, canvas, datalist, iframe, img, input, map, meta, link, noscript, object, picture, script, select, style, svg, textarea, title";
  const PARAGRAPH = "p, h2, h3, h4, li, blockquote, figcaption, td, th, caption";
  // A block of ours, copied from another story, and what stands in it.
  const OURS = "aside[data-article], figure[data-photo], figure[data-embed], figure.nr-gallery, figure.nr-pull, figure.nr-facts";

  const all = (page, what) => [...page.body.querySelectorAll(what)];
  const unwrap = (element) => element.replaceWith(...element.childNodes);
  const rename = (element, name) => {
    const made = element.ownerDocument.createElement(name);
    for (const { name: key, value } of element.attributes) made.setAttribute(key, value);
    made.append(...element.childNodes);
    element.replaceWith(made);
    return made;
  };
  const isBlank = (node) =>
    node.nodeType === Node.COMMENT_NODE
    || (node.nodeType === Node.TEXT_NODE && /^[\s\u200b]*$/.test(node.data))
    || (node.nodeType === Node.ELEMENT_NODE && (node.localName === "br" || (!node.matches("hr, table, " + OURS) && [...node.childNodes].every(isBlank))));
  const trim = (element) => {
    while (element.lastChild && isBlank(element.lastChild)) element.lastChild.remove();
  };

  // Bold and italics that are written as style, and what looks bold and says that it isn't.
  const spellOut = (page) => {
    const bold = (style) => (style.fontWeight === "bold" || Number(style.fontWeight) >= 600 ? "strong" : "");
    const slanted = (style) => (/italic|oblique/.test(style.fontStyle) ? "em" : "");
    for (const element of all(page, "b, strong")) if (/^(normal|[1-4]00)$/.test(element.style.fontWeight)) unwrap(element);
    for (const element of all(page, "i, em")) if (element.style.fontStyle === "normal") unwrap(element);
    for (const element of all(page, "span, font")) {
      for (const name of [bold(element.style), slanted(element.style)]) {
        if (!name || element.closest("h1, h2, h3, h4, h5, h6, " + name)) continue;
        const made = page.createElement(name);
        made.append(...element.childNodes);
        element.append(made);
      }
    }
  };

  // Blocks copied in another tab come as a writer saw them; what they are made of comes with them.
  const undraw = (page) => {
    const { definitions } = window.newsroomBlocks || { definitions: {} };
    for (const element of all(page, "[data-cke-widget-data]")) {
      const block = definitions[(element.dataset.widget || "").replace(/^nr/, "")];
      if (!block) continue;
      try {
        const holder = page.createElement("div");
        holder.innerHTML = block.html(JSON.parse(decodeURIComponent(element.dataset.ckeWidgetData)));
        element.replaceWith(holder.firstElementChild);
      } catch {
        // Not as we write it: then it is read as it looks.
      }
    }
  };

  const clean = (html, { renamed, allowed }) => {
    const page = new DOMParser().parseFromString(html, "text/html");
    undraw(page);
    spellOut(page);
    for (const element of all(page, NOT_WORDS)) if (!element.closest(OURS)) element.remove();
    for (const [name, other] of Object.entries(renamed)) for (const element of all(page, name)) rename(element, other);
    for (const element of all(page, "b")) rename(element, "strong");
    for (const element of all(page, "i")) rename(element, "em");
    for (const element of all(page, "span, font")) unwrap(element);
    for (const element of all(page, "figure, aside")) if (!element.matches(OURS)) unwrap(element);
    for (const element of all(page, "figcaption")) if (!element.closest("figure")) rename(element, "p");
    // Every link is underlined: there it is no emphasis.
    for (const element of all(page, "u")) if (element.closest("a") || element.querySelector("a")) unwrap(element);
    // An inner list stands in an item.
    for (const list of all(page, "ul > ul, ul > ol, ol > ul, ol > ol")) if (list.previousElementSibling) list.previousElementSibling.append(list);
    for (const element of all(page, PARAGRAPH)) trim(element);
    for (const element of all(page, "p, h2, h3, h4, li, ul, ol, strong, em, a")) if (isBlank(element)) element.textContent ? element.replaceWith(" ") : element.remove();
    for (const element of all(page, "body > br")) element.remove();
    for (const item of all(page, "li")) {
      const paragraphs = [...item.children].filter((child) => child.localName === "p");
      if (paragraphs.length === 1) unwrap(paragraphs[0]);
      for (const node of item.childNodes) if (node.nodeType === Node.TEXT_NODE && !node.data.replace(/[ \t\n]/g, "")) node.remove();
    }
    for (const element of all(page, "*")) {
      const own = allowed[element.localName] || [];
      for (const { name } of [...element.attributes]) {
        if (!own.includes(name) && !(name === "class" && element.matches(OURS))) element.removeAttribute(name);
      }
    }
    return page.body.innerHTML.trim();
  };

  CKEDITOR.plugins.add("nrpaste", {
    requires: "clipboard",
    init(editor) {
      editor.on("paste", ({ data }) => {
        // Of our own text nothing is made anew; what word processors write their plugins have read by now.
        if (data.dataTransfer.getTransferType(editor) === CKEDITOR.DATA_TRANSFER_INTERNAL) return;
        if (data.type === "text") data.dataValue = data.dataValue.replace(/(?:\s|<br ?\/?>)+(<\/p>)?$/, "$1");
        else data.dataValue = clean(data.dataValue, editor.config.newsroomPaste);
      }, null, null, 5);
    },
  });
}
