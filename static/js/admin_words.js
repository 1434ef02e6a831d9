// Words of Django's scripts that depend on the page: the list's measure word, and the hours that editors publish at.
"use strict";

(() => {
  const counter = document.querySelector(".action-counter");
  if (counter && window.ngettext) {
    const measure = counter.dataset.measure;
    const { ngettext } = window;
    window.ngettext = (singular, plural, count) =>
      singular === "%(sel)s of %(cnt)s selected"
        ? `已选 %(sel)s ${measure}，共 %(cnt)s ${measure}`
        : ngettext(singular, plural, count);
  }

  // Read when the page has loaded, which is after this.
  if (window.DateTimeShortcuts) {
    const hours = [0, 6, 8, 12, 18].map((hour) => [`${String(hour).padStart(2, "0")}:00`, hour]);
    window.DateTimeShortcuts.clockHours.default_ = [["现在", -1], ...hours];
  }
})();
