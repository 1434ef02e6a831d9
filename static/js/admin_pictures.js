// Pictures of the library in forms. Django's own script opens the library in a window, and puts the number of what was
// chosen there into a hidden field; it tells of it as a jQuery event.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const $ = django.jQuery;

  async function details(field) {
    const answer = await fetch(`${field.dataset.details}${encodeURIComponent(field.value)}/details/`);
    if (!answer.ok) throw new Error(`图片 ${field.value}：${answer.status}`);
    return answer.json();
  }

  for (const choice of document.querySelectorAll(".picture-choice")) {
    const field = choice.querySelector("input");
    const preview = choice.querySelector("img");
    const none = choice.querySelector("button");
    $(field).on("change", async () => {
      preview.hidden = none.hidden = !field.value;
      if (!field.value) return;
      const picture = await details(field);
      preview.src = picture.thumbnail;
      preview.alt = picture.alt;
    });
    none.addEventListener("click", () => {
      field.value = "";
      $(field).trigger("change");
    });
  }

  for (const field of document.querySelectorAll(".picture-insert input")) {
    $(field).on("change", async () => {
      if (!field.value) return;
      const { url, alt } = await details(field);
      field.value = ""; // so that the same picture can be chosen again
      const editor = window.editors[field.dataset.editor];
      editor.execute("insertImage", { source: { src: url, alt } });
      editor.editing.view.focus();
    });
  }
});
