// Lists the pictures of a text that have no words (no `alt`) under its editor, each with a field for them, until they have.
"use strict";

window.askForWords = (() => {
  const WAIT = 300; // ms without a change before the text is searched

  const isSilent = (item) =>
    (item.is("element", "imageBlock") || item.is("element", "imageInline"))
    && item.getAttribute("src") && !(item.getAttribute("alt") ?? "").trim();

  const silentPictures = (editor) => {
    const { model } = editor;
    return [...model.createRangeIn(model.document.getRoot()).getItems()].filter(isSilent);
  };

  const make = (name, properties, ...children) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  };

  // Where the picture has a caption, readers know at least that much of it: it is offered.
  const captionOf = (picture) => {
    const caption = picture.is("element", "imageBlock") ? [...picture.getChildren()].find((child) => child.is("element", "caption")) : null;
    return caption ? [...caption.getChildren()].map((child) => child.data ?? "").join("") : "";
  };

  const rowOf = (editor, picture) => {
    const field = make("input", { type: "text", className: "vTextField", maxLength: 200, placeholder: "一句话说清图里是什么，如：校长在主席台上致辞" });
    field.setAttribute("aria-label", "这张图片的文字说明");
    field.value = captionOf(picture);
    const store = () => {
      const words = field.value.trim();
      if (words && isSilent(picture)) editor.model.change((writer) => writer.setAttribute("alt", words, picture));
    };
    const button = make("button", { type: "button", className: "button", textContent: "确定" });
    button.addEventListener("click", store);
    field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing) return;
      event.preventDefault(); // it would send the form
      store();
    });
    // Typed and left is meant: nobody has to know of the button.
    field.addEventListener("change", store);
    return make("li", {}, make("img", { src: picture.getAttribute("src"), alt: "" }), field, button);
  };

  return (editor, place) => {
    const rows = new Map();
    const heading = make("p", { className: "pictures-asked-count" });
    heading.setAttribute("role", "status");
    const list = make("ul", {});
    const panel = make("div", { className: "pictures-asked", hidden: true }, heading,
      make("p", { className: "help", textContent: "说明读给看不见图片的读者听，图片打不开时也显示在原处。" }), list);
    place.after(panel);

    const show = () => {
      const pictures = silentPictures(editor);
      const focused = panel.contains(document.activeElement);
      for (const [picture, row] of rows) {
        if (pictures.includes(picture)) continue;
        row.remove();
        rows.delete(picture);
      }
      pictures.forEach((picture, position) => {
        if (!rows.has(picture)) rows.set(picture, rowOf(editor, picture));
        // A row that stands where it belongs is left there: moving it would take the focus out of it.
        if (list.children[position] !== rows.get(picture)) list.insertBefore(rows.get(picture), list.children[position] ?? null);
      });
      heading.textContent = pictures.length ? `有 ${pictures.length} 张图片还没有文字说明` : "";
      panel.hidden = !pictures.length;
      if (focused && !panel.contains(document.activeElement)) (list.querySelector("input") ?? editor.editing.view).focus();
    };
    let timer = 0;
    editor.model.document.on("change:data", () => {
      clearTimeout(timer);
      timer = setTimeout(show, WAIT);
    });
    show();
  };
})();
