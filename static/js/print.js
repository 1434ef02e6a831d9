// Prints an article whole: all pages of its text, whichever is open, and all its pictures.
(() => {
  const { whole } = document.currentScript.dataset;
  const open = document.querySelector(".article");
  const button = document.querySelector("[data-print]");
  let printed = whole ? null : open;

  const parse = (html) => document.adoptNode(
    new DOMParser().parseFromString(html, "text/html").querySelector(".article"));
  const show = () => { if (printed !== open) open.replaceWith(printed); };
  const restore = () => { if (printed !== open) printed?.replaceWith(open); };

  // The browser's own command waits for no promise, so the pages are asked for synchronously.
  const showNow = () => {
    if (!printed) {
      const request = new XMLHttpRequest();
      request.open("GET", whole, false);
      try {
        request.send();
        printed = request.status === 200 ? parse(request.responseText) : open;
      } catch {
        printed = open; // offline: the paper says which page it has
      }
    }
    show();
  };

  // The button waits for the pages, and up to 3 s for pictures that no reader has seen yet.
  const print = async () => {
    try {
      printed ??= parse(await (await fetch(whole)).text());
      show();
    } catch {
      // As above.
    }
    const pictures = [...printed?.querySelectorAll("img") ?? []];
    for (const picture of pictures) picture.loading = "eager";
    const loaded = Promise.allSettled(pictures.map((picture) => picture.decode()));
    await Promise.race([loaded, new Promise((late) => setTimeout(late, 3e3))]);
    window.print();
  };

  button.hidden = false;
  button.addEventListener("click", print);
  window.addEventListener("beforeprint", showNow);
  window.addEventListener("afterprint", restore);
  window.matchMedia("print").addEventListener("change", ({ matches }) => (matches ? showNow() : restore()));
})();
