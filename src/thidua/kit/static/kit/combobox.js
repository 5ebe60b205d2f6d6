// The list under the search box (WAI-ARIA combobox): arrows walk, Enter opens, Escape closes.
// Without script the box is a form that leads to the page of results.
(() => {
  for (const form of document.querySelectorAll("[data-combobox]")) {
    const box = form.querySelector("[role=combobox]");
    const list = form.querySelector("[role=listbox]");
    const said = form.querySelector("[data-said]");
    const options = () => [...list.querySelectorAll("[role=option]")];
    let asked = "";
    let at = -1;

    const choose = (place) => {
      const all = options();
      at = all.length ? (place + all.length) % all.length : -1;
      all.forEach((option, number) => option.setAttribute("aria-selected", number === at));
      if (at < 0) { box.removeAttribute("aria-activedescendant"); return; }
      box.setAttribute("aria-activedescendant", all[at].id);
      all[at].scrollIntoView({ block: "nearest" });
    };
    const close = () => {
      list.hidden = true;
      box.setAttribute("aria-expanded", "false");
      box.removeAttribute("aria-activedescendant");
      at = -1;
    };
    const open = () => {
      if (!list.childElementCount || document.activeElement !== box || !box.value.trim()) { close(); return; }
      list.hidden = false;
      box.setAttribute("aria-expanded", "true");
      at = -1;
      box.removeAttribute("aria-activedescendant");
    };

    list.addEventListener("htmx:afterSwap", () => {
      asked = box.value;
      open();
      const found = Math.max(options().length - 1, 0);
      said.textContent = list.hidden ? "" : found ? `${found} gợi ý. Dùng phím mũi tên để chọn.` : "Không có gợi ý.";
    });
    box.addEventListener("focus", () => { if (box.value === asked) open(); });
    box.addEventListener("input", () => { if (!box.value.trim()) close(); });
    box.addEventListener("keydown", (event) => {
      if (event.isComposing) return; // a Vietnamese keyboard is still putting marks on a letter
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (list.hidden) open();
        if (!list.hidden) choose(event.key === "ArrowDown" ? at + 1 : at < 0 ? -1 : at - 1);
      } else if (event.key === "Escape" && !list.hidden) {
        event.preventDefault();
        close();
      } else if (event.key === "Enter" && !list.hidden && at >= 0) {
        event.preventDefault();
        options()[at].click();
      }
    });
    form.addEventListener("focusout", (event) => { if (!form.contains(event.relatedTarget)) close(); });
    list.addEventListener("mousedown", (event) => event.preventDefault()); // keep the box focused
  }
})();
