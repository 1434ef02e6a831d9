// Forms of the admin: Ctrl+S saves, and leaving with what was typed and not saved asks first.
"use strict";

(() => {
  // What changes without anybody typing, what nobody would miss, and the boxes that choose rows of a list.
  const IGNORED = /^(csrfmiddlewaretoken|_selected_action|select_across|action|index)$|-TOTAL_FORMS$/;
  const states = new Map();
  let leaving = false;

  const stateOf = (form) => {
    const typed = [...new FormData(form)].filter(([name, value]) => !IGNORED.test(name) && value !== "" && !(value instanceof File && !value.name));
    return JSON.stringify(typed.map(([name, value]) => [name, value instanceof File ? `${value.name} ${value.size}` : value]));
  };

  // A form that comes back with complaints holds what was typed before.
  const isReturned = (form) => form.querySelector(".errornote, .errorlist") !== null;
  const isUnsaved = (form) => isReturned(form) || stateOf(form) !== states.get(form);

  // The button that keeps the form open, where there is one.
  const saveButton = () => {
    const form = document.activeElement?.form ?? document;
    const named = (place) => place.querySelector("[name=_continue]") ?? place.querySelector("[name=_save]");
    return named(form) ?? named(document);
  };

  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.key.toLowerCase() !== "s") return;
    const button = saveButton();
    if (!button) return;
    event.preventDefault();
    if (!event.repeat && !leaving) button.form.requestSubmit(button);
  });

  window.addEventListener("submit", (event) => {
    const target = event.submitter?.formTarget || event.target.target;
    if (states.has(event.target) && !event.defaultPrevented && target !== "_blank") leaving = true;
  });

  window.addEventListener("pageshow", ({ persisted }) => {
    if (persisted) leaving = false;
  });

  window.addEventListener("beforeunload", (event) => {
    if (!leaving && [...states.keys()].some(isUnsaved)) event.preventDefault();
  });

  // After the scripts of the page have filled and drawn its fields.
  window.addEventListener("load", () => {
    for (const form of document.querySelectorAll("#content form[method=post]")) states.set(form, stateOf(form));
  });
})();
