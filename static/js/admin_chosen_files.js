// A file that is chosen in the form of an article goes to the server at once and waits there for the save, so that no error,
// no closed browser and no expired login loses it.
"use strict";

(() => {
  const RETRY = 20000; // milliseconds
  const LOGIN = "登录已经过期，文件还没有传上去。请在新窗口登录，这里会接着传。";
  const AWAY = "服务器连不上，文件还没有传上去，会再试。";

  const waiting = new Map(); // field with a file that the server does not have yet -> what is told of it

  const lineOf = (field) => {
    const place = field.closest("td") ?? field.parentElement;
    let line = place.querySelector(".file-state");
    if (!line) {
      line = Object.assign(document.createElement("p"), { className: "file-state" });
      line.setAttribute("role", "status");
      place.append(line);
    }
    return line;
  };

  const show = (field, words, isProblem = false) => {
    const line = lineOf(field);
    line.textContent = words;
    line.classList.toggle("problem", isProblem);
  };

  // Resolves to { told }, to { problem } of the file itself, or to { later } if the server could not be asked.
  const send = async (field, address) => {
    const body = new FormData();
    body.append("file", field.files[0]);
    body.append("name", field.name);
    const token = window.freshToken(field.form);
    try {
      const answer = await fetch(address, {
        method: "POST", body, headers: { Accept: "application/json", "X-CSRFToken": token }, redirect: "manual",
      });
      const told = await answer.json().catch(() => ({}));
      if (told.told || told.problem) return told;
      return { later: answer.status === 403 || answer.type === "opaqueredirect" ? LOGIN : AWAY };
    } catch {
      return { later: AWAY };
    }
  };

  const held = (field, html) => {
    const place = field.closest("td") ?? field.parentElement;
    place.querySelector(".chosen-file")?.remove();
    const told = new DOMParser().parseFromString(html, "text/html").querySelector(".chosen-file");
    place.append(told);
    field.value = ""; // the server has it: it is not sent a second time
    show(field, "");
    told.dispatchEvent(new Event("change", { bubbles: true }));
  };

  const upload = async (field, address) => {
    const file = field.files[0];
    if (!file) return;
    show(field, `正在上传“${file.name}”……`);
    waiting.set(field, "");
    const told = await send(field, address);
    if (field.files[0] !== file) return; // another one was chosen meanwhile
    waiting.delete(field);
    if (told.told) return held(field, told.told);
    if (told.problem) return show(field, told.problem, true);
    waiting.set(field, told.later);
    show(field, told.later, true);
  };

  const watch = (form, address) => {
    const uploads = new Map(); // field -> promise
    const begin = (field) => {
      const done = upload(field, address).finally(() => uploads.get(field) === done && uploads.delete(field));
      uploads.set(field, done);
      return done;
    };
    form.addEventListener("change", ({ target }) => {
      if (target.matches("input[type=file]")) begin(target);
    });
    const again = () => {
      for (const [field, told] of waiting) {
        if (!field.isConnected) waiting.delete(field);
        else if (told && !uploads.has(field)) begin(field);
      }
    };
    setInterval(again, RETRY);
    window.addEventListener("online", again);
    // The form waits for its files. With an expired login it stays, for the answer would be a page without them.
    form.addEventListener("submit", async (event) => {
      if (!waiting.size || event.submitter?.formTarget === "_blank") return;
      event.preventDefault();
      again();
      await Promise.all(uploads.values());
      const stopped = [...waiting].find(([field, told]) => field.isConnected && told === LOGIN);
      if (stopped) stopped[0].focus();
      else {
        waiting.clear();
        form.requestSubmit(event.submitter);
      }
    });
  };

  document.addEventListener("DOMContentLoaded", () => {
    const holder = document.querySelector("[data-hold]");
    if (holder) watch(holder.form, holder.dataset.hold);
  });
})();
