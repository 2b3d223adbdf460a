// Shows a chosen picture before it is sent, drawn on a canvas, so that no blob: address has to be allowed.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  for (const input of document.querySelectorAll("input[type=file][data-picture]")) {
    const canvas = document.createElement("canvas");
    const note = document.createElement("p");
    canvas.className = "photo-preview";
    canvas.setAttribute("role", "img");
    note.className = "photo-preview-note";
    note.setAttribute("role", "status");
    canvas.hidden = true;
    // The admin lays a field's row out as a flex container: the picture goes below it.
    (input.closest(".flex-container") ?? input).after(canvas, note);

    input.addEventListener("change", async () => {
      canvas.hidden = true;
      note.textContent = "";
      const file = input.files[0];
      if (!file) return;
      const megabytes = (file.size / 1048576).toFixed(1);
      try {
        const picture = await createImageBitmap(file);
        const width = Math.min(480, picture.width);
        canvas.width = width;
        canvas.height = Math.max(1, Math.round((width * picture.height) / picture.width));
        canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
        canvas.setAttribute("aria-label", file.name);
        canvas.hidden = false;
        note.textContent = `${picture.width} × ${picture.height} · ${megabytes} MB`;
        picture.close();
      } catch {
        // The server says in words what is wrong with it, if anything is: a browser may know fewer formats.
        note.textContent = `${file.name} · ${megabytes} MB`;
      }
    });
  }
});
