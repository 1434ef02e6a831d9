// Copies what was typed and could not be saved: a text, or a rich text with its paragraphs and pictures.
"use strict";

for (const button of document.querySelectorAll("[data-copies]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const part = document.getElementById(button.dataset.copies);
    if (part.matches("textarea")) part.select();
    else window.getSelection().selectAllChildren(part);
    // This one works without https too, and keeps what a rich text looks like.
    button.textContent = document.execCommand("copy") ? "已复制" : "没有复制成，请按 Ctrl+C";
    setTimeout(() => { button.textContent = "复制"; }, 3000);
  });
}
