// While an article's form is open, this tells the server so, and names the others who have it open too.
"use strict";

(() => {
  const EVERY = 10000; // milliseconds
  let typedAt = null;

  const words = (others) => {
    const names = others.map(({ name, typed }) => (typed ? `${name}（${typed} 打过字）` : name));
    return `${names.join("、")}也在改这篇文章。各自保存，会自动合并。`;
  };

  const begin = (line) => {
    const fields = (more) => {
      const body = new FormData();
      body.append("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
      for (const [name, value] of Object.entries(more)) body.append(name, value);
      return body;
    };
    const beat = async () => {
      const idle = typedAt === null ? "" : Math.round((Date.now() - typedAt) / 1000);
      const options = { method: "POST", body: fields({ idle }), headers: { Accept: "application/json" }, redirect: "manual" };
      const told = await fetch(line.dataset.here, options).then((answer) => answer.json()).catch(() => ({}));
      const others = told.others ?? [];
      line.hidden = !others.length;
      const now = others.length ? words(others) : "";
      if (line.textContent !== now) line.textContent = now;
    };
    document.addEventListener("keydown", ({ target }) => {
      if (target.closest?.("form")) typedAt = Date.now();
    });
    window.addEventListener("pagehide", () => navigator.sendBeacon(line.dataset.here, fields({ leave: "1" })));
    window.addEventListener("pageshow", ({ persisted }) => persisted && beat());
    setInterval(beat, EVERY);
    beat();
  };

  document.addEventListener("DOMContentLoaded", () => {
    const line = document.getElementById("others");
    if (line) begin(line);
  });
})();
