// Tags that would suit what is typed, one click each, under the field <input data-suggest="address">.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const field = document.querySelector("[data-suggest]");
  if (!field) return;
  const form = field.form;
  const box = document.createElement("div");
  box.className = "tag-suggestions";
  box.setAttribute("aria-live", "polite");
  const ask = Object.assign(document.createElement("button"), { type: "button", className: "button", textContent: "推荐关键字" });
  const list = document.createElement("span");
  box.append(ask, list);
  (field.closest(".flex-container") ?? field).insertAdjacentElement("afterend", box);

  const typed = () => field.value.split(/[,，、;；]/).map((name) => name.trim()).filter(Boolean);
  const show = () => {
    const names = typed();
    for (const button of list.querySelectorAll("button")) {
      button.setAttribute("aria-pressed", String(names.includes(button.dataset.name)));
    }
  };
  const offer = ({ name, exists }) => {
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.name = name;
    button.textContent = name;
    button.className = exists ? "known" : "new";
    if (!exists) button.title = "还没有这个关键字，点选后会新建";
    button.addEventListener("click", () => {
      const names = typed();
      field.value = (names.includes(name) ? names.filter((other) => other !== name) : [...names, name]).join("，");
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
    return button;
  };
  const body = () => {
    const editor = document.querySelector(".field-body .ck-editor__editable");
    return editor ? editor.innerText : form.elements.body.value.replace(/<[^>]*>/g, " ");
  };

  field.addEventListener("input", show);
  ask.addEventListener("click", async () => {
    ask.disabled = true;
    list.textContent = "";
    try {
      const data = new FormData();
      data.set("title", form.elements.title.value);
      data.set("text", `${form.elements.summary.value}\n${body()}`);
      data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
      const response = await fetch(field.dataset.suggest, { method: "POST", body: data });
      if (!response.ok) throw new Error(response.status);
      const { tags } = await response.json();
      if (tags.length) list.append(...tags.map(offer));
      else list.textContent = "没有合适的，请先写标题和正文。";
      show();
    } catch {
      list.textContent = "暂时不能推荐，请自己填写。";
    }
    ask.disabled = false;
  });
});
