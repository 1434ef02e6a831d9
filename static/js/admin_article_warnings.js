// Warnings beside what they are about, while one types: a title that another article has, a summary that is missing.
// admin_editor_pictures.js asks for the words of pictures.
"use strict";

window.addEventListener("load", () => {
  const WAIT = 600; // ms without a key before the server is asked

  const place = document.querySelector("[data-same-title]");
  const form = place?.closest("form");
  if (!form?.elements.title) return; // nothing can be changed here

  const noteUnder = (name) => {
    const note = Object.assign(document.createElement("p"), { className: "field-note" });
    note.setAttribute("role", "status");
    form.querySelector(`.field-${name}`)?.append(note);
    return note;
  };

  const tell = (note, nodes) => {
    const words = nodes.map((node) => node.textContent).join("");
    if (note.textContent !== words) note.replaceChildren(...nodes);
  };

  const title = form.elements.title;
  const titleNote = noteUnder("title");
  let asked = title.value.trim(); // a save has told of it already
  let timer = 0;

  const ask = async () => {
    const typed = title.value.trim();
    if (typed === asked) return;
    asked = typed;
    const address = new URL(place.dataset.sameTitle, location.href);
    address.searchParams.set("title", typed);
    const answer = typed ? await fetch(address, { redirect: "manual" }).then((one) => one.json()).catch(() => ({})) : {};
    if (title.value.trim() !== typed) return; // the next answer tells
    const told = new DOMParser().parseFromString(answer.told ?? "", "text/html").body;
    for (const link of told.querySelectorAll("a")) link.target = "_blank";
    tell(titleNote, [...told.childNodes]);
  };

  title.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });

  const summaryNote = noteUnder("summary");
  const summary = form.elements.summary;
  const body = () => window.editors?.id_body?.editing.view.getDomRoot().textContent ?? form.elements.body.value;

  const look = () => {
    const lacks = summary && !summary.value.trim() && body().trim();
    tell(summaryNote, lacks ? [new Text("还没有摘要：列表里会显示正文开头的几句。")] : []);
  };

  let pending = 0;
  const soon = () => {
    clearTimeout(pending);
    pending = setTimeout(look, WAIT);
  };
  const follow = (editor) => editor.model.document.on("change:data", soon);
  for (const editor of Object.values(window.editors ?? {})) follow(editor);
  form.addEventListener("editor-ready", ({ detail }) => follow(detail));
  summary?.addEventListener("input", look);
  look();
});
