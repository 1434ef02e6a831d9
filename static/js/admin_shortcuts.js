// The keys of an article's form. They are listed in <dialog id="shortcuts">.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const dialog = document.getElementById("shortcuts");
  const form = document.querySelector(".article-form")?.closest("form");
  if (!dialog || !form) return;

  const TYPED_INTO = "input:not([type=checkbox], [type=radio], [type=submit], [type=button]), textarea, select, [contenteditable=true], .select2-selection";
  const FIELD = ".ck-editor__editable, .select2-selection, :is(input, select, textarea, button, a[href]):not([type=hidden], [hidden], [tabindex='-1'])";

  const open = () => dialog.showModal();
  const press = (selector) => form.querySelector(selector)?.click();

  // Where the keyboard goes from field to field: what is written, the lines of the groups, and the rows of open ones.
  const stops = () => [...form.querySelectorAll(".writing .form-row, .group > summary, .group[open] .form-row:not(.empty-form), .submit-row")]
    .filter((stop) => stop.checkVisibility());

  const focusIn = (stop) => {
    const field = stop.matches("summary") ? stop : [...stop.querySelectorAll(FIELD)].find((one) => one.checkVisibility());
    if (!field) return false;
    field.focus();
    if (!stop.contains(document.activeElement)) return false;
    stop.scrollIntoView({ block: "nearest" });
    return true;
  };

  const move = (step) => {
    const all = stops();
    let place = all.findIndex((stop) => stop.contains(document.activeElement));
    if (place < 0) place = step > 0 ? -1 : all.length;
    do place += step; while (all[place] && !focusIn(all[place]));
  };

  const ACTIONS = {
    "ctrl Enter": () => press(".preview"),
    "alt Enter": () => press(".preview-opener"),
    "ctrl shift Enter": () => press("[name=_publish], [name=_hand_over]"),
    "alt ArrowDown": () => move(1),
    "alt ArrowUp": () => move(-1),
  };

  const nameOf = (event) => [
    (event.ctrlKey || event.metaKey) && "ctrl", event.altKey && "alt", event.shiftKey && "shift", event.key,
  ].filter(Boolean).join(" ");

  // Before the editor, which has meanings of its own for some of them.
  document.addEventListener("keydown", (event) => {
    if (dialog.open || event.isComposing || event.repeat) return;
    const isTyping = event.target.closest?.(TYPED_INTO);
    const action = event.key === "?" && !event.ctrlKey && !event.altKey && !isTyping ? open : ACTIONS[nameOf(event)];
    if (!action) return;
    event.preventDefault();
    event.stopPropagation();
    action();
  }, true);

  for (const button of document.querySelectorAll("[aria-controls=shortcuts]")) {
    button.hidden = false;
    button.addEventListener("click", open);
  }
});
