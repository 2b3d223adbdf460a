// On a picture's page: a click sets the focal point, a drag a use's own cut; both only fill in the numbers below.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const RATIOS = { wide: 16 / 9, standard: 4 / 3, square: 1, share: 1200 / 630 };
  const LEAST = 5;
  const stage = document.querySelector("[data-stage]");
  const focusX = document.getElementById("id_focus_x");
  const focusY = document.getElementById("id_focus_y");
  if (!stage || !focusX) return;

  const frame = stage.querySelector(".photo-stage__picture");
  const image = frame.querySelector("img");
  const focus = frame.querySelector(".photo-stage__focus");
  const cut = frame.querySelector(".photo-stage__cut");
  const hint = stage.querySelector(".photo-stage__hint");
  const automatic = stage.querySelector("[data-automatic]");
  const shape = stage.dataset.width / stage.dataset.height; // of the whole picture
  const inputs = (use) =>
    ["left", "top", "width"].map((side) => document.querySelector(`[data-cut="${use}"][data-side="${side}"]`));
  const clamp = (value, least, most) => Math.min(Math.max(value, least), Math.max(least, most));
  const number = (input, otherwise) => (input.value === "" || Number.isNaN(+input.value) ? otherwise : +input.value);
  const chosen = () => stage.querySelector("[name=_sets]:checked").value;
  const tall = (use, width) => (width * shape) / RATIOS[use]; // a cut's height, in hundredths of the picture's

  // In hundredths of the picture: an own cut, or the largest that fits around the focal point (photos/framing.py).
  const boxOf = (use) => {
    const largest = Math.min(100, (RATIOS[use] / shape) * 100);
    const own = inputs(use).map((input) => number(input, NaN));
    const isOwn = own.every((value) => !Number.isNaN(value));
    const width = isOwn ? clamp(own[2], 1, largest) : largest;
    const height = tall(use, width);
    const left = isOwn ? own[0] : clamp(number(focusX, 50), 0, 100) - width / 2;
    const top = isOwn ? own[1] : clamp(number(focusY, 50), 0, 100) - height / 2;
    return { left: clamp(left, 0, 100 - width), top: clamp(top, 0, 100 - height), width, height, isOwn };
  };

  const setCut = (use, left, top, width) => {
    width = Math.floor(clamp(width, LEAST, Math.min(100, (RATIOS[use] / shape) * 100)) * 10) / 10;
    left = Math.floor(clamp(left, 0, 100 - width) * 10) / 10;
    top = Math.floor(clamp(top, 0, 100 - tall(use, width)) * 10) / 10;
    [left, top, width].forEach((value, index) => {
      inputs(use)[index].value = value;
    });
  };

  const previews = [...document.querySelectorAll("[data-preview]")].map((figure) => {
    const canvas = document.createElement("canvas");
    canvas.width = 320;
    canvas.height = Math.round(320 / RATIOS[figure.dataset.preview]);
    canvas.className = "photo-thumbnail";
    return { use: figure.dataset.preview, canvas, figure, still: figure.querySelector("img") };
  });

  const draw = () => {
    const use = chosen();
    focus.hidden = false;
    focus.style.left = `${clamp(number(focusX, 50), 0, 100)}%`;
    focus.style.top = `${clamp(number(focusY, 50), 0, 100)}%`;
    cut.hidden = !use;
    if (use) {
      const box = boxOf(use);
      for (const side of ["left", "top", "width", "height"]) cut.style[side] = `${box[side]}%`;
      cut.classList.toggle("is-own", box.isOwn);
    }
    automatic.disabled = !use || !boxOf(use).isOwn;
    hint.textContent = use ? hint.dataset.cut : hint.dataset.focus;
    if (!image.naturalWidth) return;
    for (const preview of previews) {
      const box = boxOf(preview.use);
      const across = image.naturalWidth / 100;
      const down = image.naturalHeight / 100;
      preview.canvas
        .getContext("2d")
        .drawImage(
          image,
          box.left * across,
          box.top * down,
          box.width * across,
          box.height * down,
          0,
          0,
          preview.canvas.width,
          preview.canvas.height,
        );
      if (preview.still) {
        preview.still.replaceWith(preview.canvas);
        preview.still = null;
      }
    }
  };

  // Where on the picture, in hundredths of its sides.
  const at = (event) => {
    const box = image.getBoundingClientRect();
    return {
      x: clamp(((event.clientX - box.left) / box.width) * 100, 0, 100),
      y: clamp(((event.clientY - box.top) / box.height) * 100, 0, 100),
    };
  };

  let drag = null;
  frame.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    event.preventDefault();
    frame.setPointerCapture(event.pointerId);
    const use = chosen();
    const from = at(event);
    const box = use && boxOf(use);
    const inside =
      use && from.x >= box.left && from.x <= box.left + box.width && from.y >= box.top && from.y <= box.top + box.height;
    if (!use) drag = { kind: "focus" };
    else if (event.target.matches(".photo-stage__corner")) drag = { kind: "size", box };
    else if (inside && box.isOwn) drag = { kind: "move", box, from };
    else drag = { kind: "new", from };
    move(event);
  });
  const move = (event) => {
    if (!drag) return;
    const use = chosen();
    const to = at(event);
    if (drag.kind === "focus") {
      focusX.value = Math.round(to.x);
      focusY.value = Math.round(to.y);
    } else if (drag.kind === "size") {
      setCut(use, drag.box.left, drag.box.top, Math.min(to.x - drag.box.left, ((100 - drag.box.top) * RATIOS[use]) / shape));
    } else if (drag.kind === "move") {
      const moved = to.x !== drag.from.x || to.y !== drag.from.y;
      if (moved) setCut(use, drag.box.left + to.x - drag.from.x, drag.box.top + to.y - drag.from.y, drag.box.width);
    } else if (Math.abs(to.x - drag.from.x) > LEAST) {
      setCut(use, Math.min(to.x, drag.from.x), Math.min(to.y, drag.from.y), Math.abs(to.x - drag.from.x));
    }
    draw();
  };
  frame.addEventListener("pointermove", move);
  for (const end of ["pointerup", "pointercancel"]) frame.addEventListener(end, () => (drag = null));

  automatic.addEventListener("click", () => {
    for (const input of inputs(chosen())) input.value = "";
    draw();
  });
  // Only shown here: what a click sets is nobody's to save.
  stage.addEventListener("change", draw);
  for (const input of document.querySelectorAll("#id_focus_x, #id_focus_y, [data-cut]")) {
    input.addEventListener("input", draw);
  }
  stage.querySelector(".photo-stage__tools").hidden = false;
  hint.hidden = false;
  stage.classList.add("is-live");
  if (image.complete) draw();
  else image.addEventListener("load", draw);
});
