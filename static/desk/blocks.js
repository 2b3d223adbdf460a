// The editor's plugin of blocks: buttons in words, what is inserted where, pictures dropped in, rows and columns of tables.
"use strict";
{
  const { CKEDITOR, newsroomBlocks: blocks } = window;
  const KINDS = ["card", "photo", "gallery", "pull", "embed"];

  // The cursor's place, to come back to after a dialog; behind a block, where it stands in one.
  const keepPlace = (editor) => {
    editor.focus();
    const bookmarks = editor.getSelection().createBookmarks2(true);
    return async () => {
      editor.focus();
      // A dialog that closes gives the focus back where it had it from, and the editor then its old selection.
      await new Promise((resolve) => setTimeout(resolve, 50));
      editor.getSelection().selectBookmarks(bookmarks);
      leaveBlock(editor);
    };
  };
  const leaveBlock = (editor) => {
    const start = editor.getSelection().getStartElement();
    const isBlock = (one) => one.type === CKEDITOR.NODE_ELEMENT && one.hasClass("cke_widget_wrapper");
    const inside = start && start.getAscendant(isBlock, true);
    if (inside) after(editor, inside);
  };
  const after = (editor, wrapper) => {
    let next = wrapper.getNext((node) => node.type === CKEDITOR.NODE_ELEMENT);
    if (!next || next.hasClass("cke_widget_wrapper")) {
      next = new CKEDITOR.dom.element("p", editor.document);
      next.appendBogus();
      next.insertAfter(wrapper);
    }
    const range = editor.createRange();
    range.moveToElementEditStart(next);
    range.select();
  };
  // As CKEditor does it for a widget with a dialog of its own.
  const put = (editor, kind, html, data) => {
    editor.fire("saveSnapshot");
    const element = CKEDITOR.dom.element.createFromHtml(html, editor.document);
    const container = new CKEDITOR.dom.documentFragment(editor.document);
    container.append(editor.widgets.wrapElement(element, `nr${kind}`));
    const widget = editor.widgets.initOn(element, `nr${kind}`, data);
    editor.widgets.finalizeCreation(container);
    after(editor, widget.wrapper);
    editor.fire("saveSnapshot");
    editor.fire("change");
    return widget;
  };

  blocks.insert = async (editor, kind, chosen = null) => {
    const block = blocks.definitions[kind];
    const back = keepPlace(editor);
    const values = await blocks.open(kind, chosen || {}, chosen);
    await back();
    if (!values) return;
    if (values.target && block.asks) blocks.remember(block.asks, values.target);
    const data = block.data(values);
    put(editor, kind, block.html(data), data);
  };
  blocks.change = async (editor, widget, kind) => {
    const block = blocks.definitions[kind];
    const before = { ...widget.data };
    const chosen = block.asks && before.id ? blocks.knows(block.asks, before.id) || { id: before.id, text: "…" } : null;
    const values = await blocks.open(kind, block.fields(before), chosen);
    if (values) {
      if (chosen) blocks.remember(block.asks, { ...chosen, ...values.target });
      editor.fire("saveSnapshot");
      widget.setData(block.data(values, before));
      editor.fire("saveSnapshot");
      editor.fire("change");
    }
    editor.focus();
    await new Promise((resolve) => setTimeout(resolve, 50));
    widget.focus();
  };
  blocks.insertFacts = (editor) => {
    editor.focus();
    leaveBlock(editor);
    const empty = '<figure class="nr-facts"><figcaption></figcaption><div class="nr-facts__text"><p></p></div></figure>';
    put(editor, "facts", empty, {}).editables.title.focus();
  };

  // One picture is asked for its words; of several each brings its own.
  const takeIn = async (editor, files) => {
    const back = keepPlace(editor);
    const notes = [];
    const taken = [];
    const told = editor.showNotification(blocks.says("uploading"), "progress", 0);
    for (const file of files) {
      const answer = await blocks.take(file);
      if (answer.errors) notes.push(`${file.name}: ${answer.errors.join(" ")}`);
      else taken.push(answer.results[0]);
      told.update({ progress: (taken.length + notes.length) / files.length });
    }
    told.hide();
    if (notes.length) editor.showNotification(notes.join(" "), "warning");
    await back();
    if (taken.length === 1) {
      await blocks.insert(editor, "photo", taken[0]);
      return;
    }
    for (const photo of taken) {
      blocks.remember("photos", photo);
      const data = blocks.definitions.photo.data({ ...photo, target: photo });
      put(editor, "photo", blocks.definitions.photo.html(data), data);
    }
  };
  const pictures = (data) =>
    data ? [...data.files].filter((file) => file.type.startsWith("image/")) : [];
  const listenForPictures = (editor) => {
    const page = editor.document.$;
    const listen = (event, data) => {
      // A word processor sends a picture of its text beside the text: that is no picture.
      if (!data || [...data.types].includes("text/html") || !pictures(data).length) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      takeIn(editor, pictures(data));
    };
    page.addEventListener("drop", (event) => {
      if (pictures(event.dataTransfer).length) {
        const caret = page.caretRangeFromPoint && page.caretRangeFromPoint(event.clientX, event.clientY);
        if (caret) page.getSelection().collapse(caret.startContainer, caret.startOffset);
      }
      listen(event, event.dataTransfer);
    }, true);
    page.addEventListener("paste", (event) => listen(event, event.clipboardData), true);
  };

  // Rows and columns: the buttons are there while the cursor is in a table.
  const cellOf = (editor) => {
    const path = editor.elementPath();
    const cell = path && path.contains({ td: 1, th: 1 }, false);
    return cell ? cell.$ : null;
  };
  const TABLE = {
    nrrow: ["+", "row", (cell) => {
      const row = cell.parentNode.cloneNode(true);
      for (const one of [...row.cells]) {
        if (one.tagName === "TH" && one.scope !== "row") {
          const plain = row.ownerDocument.createElement("td");
          one.replaceWith(plain);
        } else one.textContent = "";
      }
      const body = cell.closest("thead") ? cell.closest("table").tBodies[0] : null;
      if (body) body.prepend(row);
      else cell.parentNode.after(row);
      return row.cells[cell.cellIndex];
    }],
    nrcolumn: ["+", "column", (cell) => {
      const at = cell.cellIndex;
      for (const row of cell.closest("table").rows) {
        const beside = row.cells[Math.min(at, row.cells.length - 1)];
        const made = beside.cloneNode(false);
        beside.after(made);
      }
      return cell.nextElementSibling;
    }],
    nrnorow: ["−", "row", (cell) => {
      const table = cell.closest("table");
      if (table.rows.length < 2) return cell;
      cell.parentNode.remove();
      return table.rows[table.rows.length - 1].cells[0];
    }],
    nrnocolumn: ["−", "column", (cell) => {
      const table = cell.closest("table");
      const at = cell.cellIndex;
      if (cell.parentNode.cells.length < 2) return cell;
      for (const row of [...table.rows]) if (row.cells[at]) row.cells[at].remove();
      return table.rows[0].cells[0];
    }],
  };
  const armTables = (editor) => {
    for (const [name, [sign, says, act]] of Object.entries(TABLE)) {
      editor.addCommand(name, {
        contextSensitive: true,
        startDisabled: true,
        requiredContent: "table",
        refresh(instance) {
          this.setState(cellOf(instance) ? CKEDITOR.TRISTATE_OFF : CKEDITOR.TRISTATE_DISABLED);
        },
        exec(instance) {
          instance.fire("saveSnapshot");
          const range = instance.createRange();
          range.moveToElementEditStart(new CKEDITOR.dom.element(act(cellOf(instance))));
          range.select();
          instance.fire("saveSnapshot");
        },
      });
      editor.ui.addButton(name, { label: `${sign} ${blocks.says(says)}`, command: name, toolbar: "insert" });
    }
  };

  // Within a fact box: Enter and Tab go from its title to its text, Escape takes the box as a whole.
  const armKeys = (editor) => {
    editor.on("key", (event) => {
      const widget = editor.widgets.widgetHoldingFocusedEditable;
      if (!widget || widget.name !== "nrfacts") return;
      const key = event.data.keyCode;
      const inTitle = widget.focusedEditable && widget.focusedEditable.equals(widget.editables.title);
      if (key === 27) widget.focus();
      else if (inTitle && (key === 13 || key === 9)) widget.editables.facts.focus();
      else if (!inTitle && key === CKEDITOR.SHIFT + 9) widget.editables.title.focus();
      else return;
      event.cancel();
    }, null, null, 1);
  };

  CKEDITOR.plugins.add("nrblocks", {
    requires: "widget,notification",
    init(editor) {
      blocks.setUp();
      for (const kind of KINDS) editor.widgets.add(`nr${kind}`, blocks.widget(editor, kind));
      editor.widgets.add("nrfacts", blocks.facts(editor));
      for (const kind of [...KINDS, "facts"]) {
        editor.ui.addButton(`nr${kind}`, { label: blocks.says(kind), command: `nr${kind}`, toolbar: "insert" });
      }
      armTables(editor);
      armKeys(editor);
      // Where a block's handle lies is none of the text: to point at a block is no change.
      editor.on("getSnapshot", (event) => {
        if (typeof event.data === "string") event.data = event.data.replace(/ style="[^"]*"/g, "");
      }, null, null, 1000);
      addEventListener("newsroom:grown", () => editor.execCommand("autogrow"));
      editor.on("contentDom", () => listenForPictures(editor));
      // Behind a block at the end one can go on writing; the gate drops what stays empty.
      editor.on("dataReady", () => {
        const last = editor.editable() && editor.editable().getLast((node) => node.type === CKEDITOR.NODE_ELEMENT);
        if (!last || !last.hasClass("cke_widget_wrapper")) return;
        const line = new CKEDITOR.dom.element("p", editor.document);
        line.appendBogus();
        line.insertAfter(last);
      }, null, null, 20);
    },
  });
}
