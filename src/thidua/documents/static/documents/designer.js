// Boxes of the preview are dragged or moved by the arrow keys; the number inputs hold the truth.
// Without this script every value is typed and the preview shown after saving.
(() => {
  "use strict";
  const form = document.getElementById("thiet-ke");
  const preview = document.getElementById("xem-truoc");
  if (!form || !preview) return;
  const input = (box, name) => form.elements[`f${box.dataset.box}-${name}`];
  const half = (value) => Math.max(0, Math.round(value * 2) / 2);
  let chosen = null;
  let keyed = false;

  const put = (box, x, y) => {
    box.setAttribute("x", half(x));
    box.setAttribute("y", half(y));
    input(box, "x").value = half(x);
    input(box, "y").value = half(y);
  };
  const tell = (box) => input(box, "x").dispatchEvent(new Event("input", { bubbles: true }));
  const locked = () => form.querySelector("fieldset").disabled;
  const open = (box) => {
    const row = form.querySelector(`[data-row="${box.dataset.box}"]`);
    form.querySelectorAll("[data-row][open]").forEach((other) => { if (other !== row) other.open = false; });
    row.open = true;
    row.scrollIntoView({ block: "nearest" });
    return row;
  };

  preview.addEventListener("pointerdown", (event) => {
    const box = event.target.closest("[data-box]");
    if (!box || locked()) return;
    const sheet = box.ownerSVGElement;
    const matrix = sheet.getScreenCTM().inverse();
    const at = (moved) => new DOMPoint(moved.clientX, moved.clientY).matrixTransform(matrix);
    const from = at(event);
    const x = Number(box.getAttribute("x"));
    const y = Number(box.getAttribute("y"));
    let gone = false;
    const move = (moved) => {
      const to = at(moved);
      if (!gone && Math.hypot(to.x - from.x, to.y - from.y) < 0.5) return;
      gone = true;
      put(box, x + to.x - from.x, y + to.y - from.y);
    };
    const end = () => {
      document.removeEventListener("pointermove", move);
      document.removeEventListener("pointerup", end);
      chosen = box.dataset.box;
      keyed = false;
      open(box);
      if (gone) tell(box);
    };
    document.addEventListener("pointermove", move);
    document.addEventListener("pointerup", end);
  });

  preview.addEventListener("keydown", (event) => {
    const box = event.target.closest("[data-box]");
    if (!box || locked()) return;
    const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const step = steps[event.key];
    if (step) {
      event.preventDefault();
      const length = event.shiftKey ? 5 : 0.5;
      put(box, Number(box.getAttribute("x")) + step[0] * length, Number(box.getAttribute("y")) + step[1] * length);
      chosen = box.dataset.box;
      keyed = true;
      tell(box);
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      open(box).querySelector("input:not([type=hidden])").focus();
    }
  });

  // The preview is drawn anew after each change: whoever moves a box by keys goes on with it.
  document.body.addEventListener("htmx:afterSwap", (event) => {
    if (event.target !== preview || chosen === null) return;
    const box = preview.querySelector(`[data-box="${chosen}"]`);
    if (!box) return;
    box.setAttribute("data-chosen", "");
    // Only where the drawing took the focus away with it; whoever has gone on to a field stays there.
    const lost = !document.activeElement || document.activeElement === document.body;
    if (keyed && lost) box.focus({ preventScroll: true });
  });
})();
