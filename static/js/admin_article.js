// Live counts under fields that say how long they may be: <input data-count="120">.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  for (const field of document.querySelectorAll("[data-count]")) {
    const count = document.createElement("div");
    count.className = "character-count";
    count.setAttribute("aria-live", "polite");
    field.insertAdjacentElement("afterend", count);
    const show = () => {
      // Characters as readers count them: one outside the first plane is one, not two.
      const length = Array.from(field.value).length;
      count.textContent = `${length} / ${field.dataset.count} 字`;
      count.classList.toggle("too-long", length > Number(field.dataset.count));
    };
    field.addEventListener("input", show);
    show();
  }
});
