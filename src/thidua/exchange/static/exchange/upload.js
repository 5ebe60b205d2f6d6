// A dropzone shows the chosen file and takes a dropped one; without this script the form still works.
(() => {
  "use strict";
  const show = (zone, input) => {
    const file = input.files[0];
    const text = zone.querySelector("[data-chosen]");
    if (file && text) text.textContent = `Đã chọn: ${file.name}`;
  };
  document.querySelectorAll(".dropzone").forEach((zone) => {
    const input = zone.querySelector("input[type=file]");
    if (!input) return;
    input.addEventListener("change", () => show(zone, input));
    zone.addEventListener("dragover", (event) => event.preventDefault());
    zone.addEventListener("drop", (event) => {
      event.preventDefault();
      if (!event.dataTransfer.files.length) return;
      input.files = event.dataTransfer.files;
      show(zone, input);
    });
  });
})();
