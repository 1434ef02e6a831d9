// The calendar: what has not come out yet is dragged to another day. Dropping it sends the form of its 改日期.
"use strict";

(() => {
  const form = document.getElementById("calendar-move");
  if (!form) return;
  let dragged = null; // the link 改日期 of the entry that is dragged

  const dayAt = (event) => {
    const day = dragged && event.target.closest("[data-day]");
    return day && !day.contains(dragged) ? day : null;
  };

  const mark = (day) => {
    for (const marked of document.querySelectorAll(".takes")) marked.classList.remove("takes");
    if (day) day.classList.add("takes");
  };

  for (const link of document.querySelectorAll(".entry-move")) {
    const entry = link.closest(".entry");
    entry.draggable = true;
    // Otherwise the browser drags the address of a link, and not the entry.
    for (const inside of entry.querySelectorAll("a")) inside.draggable = false;
    entry.addEventListener("dragstart", (event) => {
      dragged = link;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", entry.querySelector(".entry-title").textContent);
      entry.classList.add("dragged");
    });
    entry.addEventListener("dragend", () => {
      dragged = null;
      entry.classList.remove("dragged");
      mark(null);
    });
  }

  document.addEventListener("dragover", (event) => {
    const day = dayAt(event);
    mark(day);
    if (day) event.preventDefault(); // it can be dropped here
  });

  document.addEventListener("drop", (event) => {
    const day = dayAt(event);
    if (!day) return;
    event.preventDefault();
    form.action = dragged.href;
    form.elements.at_0.value = day.dataset.day;
    form.elements.at_1.value = dragged.dataset.time;
    form.elements.seen.value = dragged.dataset.seen;
    form.requestSubmit(); // unlike `submit()` it tells the page that the form is sent
  });
})();
