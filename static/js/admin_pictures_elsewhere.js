// Pictures of other hosts in a rich text: listed below the editor, and brought into the library one by one or all.
// The server fetches them; the text changes in its addresses alone, and the change can be undone.
"use strict";

document.addEventListener("editor-ready", ({ target: textarea, detail: editor }) => {
  const box = textarea.closest(".rich-text").querySelector(".pictures-elsewhere");
  const told = textarea.closest(".rich-text").querySelector(".picture-told");
  if (!box) return;
  const list = box.querySelector("ul");
  const all = box.querySelector(".pictures-elsewhere-all");
  const rows = new Map(); // address -> its row
  const token = () => textarea.form.elements.csrfmiddlewaretoken.value;

  const images = () => {
    const root = editor.model.document.getRoot();
    return [...editor.model.createRangeIn(root).getItems()].filter((item) => item.is("element") && item.hasAttribute("src"));
  };

  const isElsewhere = (address) => {
    try {
      const { protocol, host } = new URL(address, location.href);
      return /^https?:$/.test(protocol) && host !== location.host;
    } catch {
      return false;
    }
  };

  const replace = (from, to) => editor.model.change((writer) => {
    for (const image of images()) {
      if (image.getAttribute("src") === from) writer.setAttribute("src", to, image);
    }
  });

  async function bring(address) {
    const row = rows.get(address);
    const button = row.querySelector("button");
    const status = row.querySelector("span");
    button.disabled = true;
    status.textContent = "正在取来……";
    try {
      const answer = await fetch(box.dataset.fetch, {
        method: "POST",
        headers: { "X-CSRFToken": token() },
        body: new URLSearchParams({ url: address }),
      });
      const { url, told: lost, error } = await answer.json();
      if (!url) throw new Error(error.message);
      replace(address, url);
      if (lost) note(lost);
    } catch (problem) {
      status.textContent = problem instanceof SyntaxError || problem instanceof TypeError
        ? "没有取来：连接中断，请再试一次。" : `没有取来：${problem.message}`;
      button.disabled = false;
    }
  }

  const note = (words) => {
    told.textContent = words;
    told.hidden = false;
  };

  const added = (address) => {
    const row = box.querySelector("template").content.firstElementChild.cloneNode(true);
    const link = row.querySelector("a");
    row.querySelector("img").src = address;
    link.href = address;
    link.textContent = address;
    row.querySelector("button").addEventListener("click", () => bring(address));
    rows.set(address, row);
    list.append(row);
  };

  const show = () => {
    const found = new Set(images().map((image) => image.getAttribute("src")).filter(isElsewhere));
    for (const address of found) if (!rows.has(address)) added(address);
    for (const [address, row] of rows) {
      if (found.has(address)) continue;
      row.remove();
      rows.delete(address);
    }
    box.hidden = !found.size;
    box.querySelector(".pictures-elsewhere-count").textContent = `正文里有 ${found.size} 张图片来自别的网站`;
    all.hidden = found.size < 2;
  };

  all.addEventListener("click", async () => {
    all.disabled = true;
    for (const address of [...rows.keys()]) await bring(address); // one after the other: the server decodes each
    all.disabled = false;
  });

  editor.model.document.on("change:data", show);
  if (editor.plugins.has("ImageUploadEditing")) {
    editor.plugins.get("ImageUploadEditing").on("uploadComplete", (_event, { data }) => data.told && note(data.told));
  }
  show();
});
