// A form that comes back with errors puts the keyboard where the first of them is to be mended, and the field with the
// keyboard is seen whole.
"use strict";

(() => {
  const FIELD = ":is(input, select, textarea):not([type=hidden], [disabled])";

  // A question asks inside the error; other errors stand beside their field, in its row or cell.
  const fieldOf = (errors) => errors.querySelector(FIELD) || errors.closest(".form-row, td, .fieldBox")?.querySelector(FIELD);

  const focus = (field) => {
    const drawn = field.nextElementSibling?.querySelector(".select2-selection");
    if (drawn && field.matches(".admin-autocomplete")) drawn.focus();
    else if (field.matches("[data-editor]")) field.addEventListener("editor-ready", ({ detail }) => detail.focus());
    else field.focus();
  };

  const begin = () => {
    const first = [...document.querySelectorAll("#content-main form .errorlist")].map(fieldOf).find(Boolean);
    if (first) focus(first);
  };

  // Browsers bring the caret of a text area into view, and may leave the rest behind the bar that saves.
  document.addEventListener("focusin", ({ target }) => {
    if (target.matches("textarea")) target.scrollIntoView({ block: "nearest" });
  });

  // Django draws its choices when jQuery finds the page ready: after that, and in the same order.
  if (window.django && window.django.jQuery) window.django.jQuery(begin);
  else begin();
})();
