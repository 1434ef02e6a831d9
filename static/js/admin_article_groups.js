// The line of each group of an article's form: what is set in it, brought up to date while one changes it.
"use strict";

(() => {
  const NAMED = 3; // rows of links and files, by their names

  const $ = (selector, place = document) => place.querySelector(selector);
  const value = (name) => ($(`#id_${name}`)?.value ?? "").trim();
  const chosen = (name) => [...($(`#id_${name}`)?.selectedOptions ?? [])].filter((option) => option.value).map((option) => option.text.trim());
  const moment = (name) => [value(`${name}_0`).replaceAll("/", "-"), value(`${name}_1`).slice(0, 5)].filter(Boolean).join(" ");
  const joined = (parts, sign = "，") => parts.filter(Boolean).join(sign);
  const labelled = (words, text) => (text ? `${words}${text}` : "");

  const place = () => {
    const further = chosen("further_sections");
    return joined([chosen("section").join("").replaceAll(" > ", " › "), further.length && `另入 ${further.length} 个栏目`]);
  };

  const standing = () => {
    const [from, until] = [moment("publish_at"), moment("expire_at")];
    const status = value("status") || "trash";
    const told = {
      draft: from ? `草稿，定在 ${from}` : "草稿",
      published: from ? `${from} 公开` : "公开",
      trash: "在回收站",
    };
    return joined([told[status], labelled("", until && `${until} 下线`)]);
  };

  const flags = () => [...document.querySelectorAll("[data-group=marks] input:checked")].map((box) => box.labels[0]?.textContent.trim());

  const marks = () => joined([
    ...flags(),
    labelled("短标题", value("short_title") && `“${value("short_title")}”`),
    labelled("标题", value("title_color") && `${chosen("title_color")}色`),
    labelled("置顶到 ", moment("pinned_until")),
    labelled("权重 ", value("weight") !== "0" && value("weight")),
  ], "、");

  const credits = () => joined([
    value("author"), value("source"), labelled("责任编辑 ", chosen("responsible_editor")[0]), labelled("顾问 ", chosen("consultant")[0]),
  ]);

  // The rows that hold something and stay, by name.
  const rows = (prefix, name) => [...document.querySelectorAll(`#${prefix}-group tr.form-row:not(.empty-form)`)]
    .filter((row) => !$("[name$=-DELETE]:checked", row)).map(name).filter(Boolean);

  const counted = (names, measure) => {
    const more = names.length > NAMED ? "等" : "";
    return names.length ? `${names.length} ${measure}：${names.slice(0, NAMED).join("、")}${more}` : "";
  };

  const field = (row, name) => $(`[name$="-${name}"]`, row);

  const links = () => counted(rows("related_links", (row) =>
    field(row, "title")?.value.trim() || field(row, "target")?.selectedOptions[0]?.text.trim() || field(row, "url")?.value.trim()), "条");

  const files = () => counted(rows("attachments", (row) =>
    field(row, "name")?.value.trim() || field(row, "file")?.files[0]?.name || field(row, "file-chosen")?.value
    || $(".file-upload a", row)?.textContent.trim()), "个");

  const LINES = {
    publication: () => joined([place(), standing()]), place, credits, marks, related_links: links, attachments: files,
  };

  const show = () => {
    for (const group of document.querySelectorAll("details[data-group]")) {
      const line = $(".group-line", group);
      const words = LINES[group.dataset.group]?.() || "";
      if (line.textContent !== words) line.textContent = words;
    }
  };

  // After the scripts of the page have drawn its fields. Django's and the library's choices tell of changes by jQuery.
  window.addEventListener("load", () => {
    const form = $(".article-form")?.closest("form");
    if (!form) return;
    for (const type of ["input", "change", "click"]) form.addEventListener(type, show);
    for (const type of ["formset:added", "formset:removed"]) document.addEventListener(type, show);
    window.django?.jQuery?.(form).on("change", show);
    show();
  });
})();
