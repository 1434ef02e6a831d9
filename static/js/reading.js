// Remembers how this reader reads. Not deferred: it sets the choice before the page is painted.
(() => {
  const inputs = document.querySelectorAll("#reading input");
  let store;
  try {
    store = window.localStorage;
    for (const input of inputs) if (store.getItem(input.name) === input.id) input.checked = true;
  } catch {
    return; // storage is forbidden: the choice holds for this page
  }
  for (const input of inputs) {
    input.addEventListener("change", () => {
      try {
        store.setItem(input.name, input.id);
      } catch {
        // full: the same
      }
    });
  }
})();
