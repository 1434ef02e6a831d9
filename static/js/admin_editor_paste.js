// What is pasted or dropped into an editor passes through preparePaste() first; what could not come along is told.
"use strict";

window.watchPaste = (() => {
  const { priorities, ViewUpcastWriter } = CKEDITOR;

  const TOLD = {
    local: (count) => `${count} 张图片没有带过来：它们还在您电脑的文件里，网页读不到。请在 Word 或 WPS 里用右键点图片，选“另存为图片”，再把存好的文件拖进正文，或者上传到图库后插入。`,
    missing: (count) => `${count} 张图片没有带过来：复制时它们还没有显示，找不到地址。请在原来的网页上等图片都显示出来再复制，或者把图片另存后拖进正文。`,
    media: (count) => `${count} 个视频或音频没有带过来：正文里只能放文字、表格和图片。可以在这里放一个指向原网页的链接。`,
  };

  // Every line of a plain text is a paragraph: in Chinese, lines are not wrapped by hand.
  const paragraphs = (text) => {
    const lines = text.split(/\r\n?|\n/).map((line) => line.trim()).filter(Boolean);
    if (lines.length < 2) return null;
    const holder = document.createElement("div");
    for (const line of lines) holder.append(Object.assign(document.createElement("p"), { textContent: line }));
    return holder.innerHTML;
  };

  // Takes out pictures that no browser can read any more, with the paragraphs that held nothing else.
  const dropLocal = (content) => {
    const writer = new ViewUpcastWriter(content.document);
    const pictures = [...writer.createRangeIn(content).getItems()].filter((item) =>
      item.is("element", "img") && item.hasAttribute("data-after") && !/^(data|https?):/i.test(item.getAttribute("src")));
    for (const picture of pictures) {
      let gone = picture;
      while (gone.parent?.is("element") && gone.parent.childCount === 1 && !gone.parent.is("element", "td")) gone = gone.parent;
      writer.remove(gone);
    }
    return pictures.map((picture) => ({ kind: "local", after: picture.getAttribute("data-after") }));
  };

  const tell = (place, lost) => {
    const note = document.createElement("div");
    note.className = "editor-note";
    note.setAttribute("role", "status");
    for (const [kind, words] of Object.entries(TOLD)) {
      const ofKind = lost.filter((one) => one.kind === kind);
      if (!ofKind.length) continue;
      const where = [...new Set(ofKind.map(({ after }) => after).filter(Boolean))].map((after) => `“${after}”之后`);
      note.append(Object.assign(document.createElement("p"), {
        textContent: words(ofKind.length) + (where.length ? `位置：${where.join("、")}。` : ""),
      }));
    }
    const close = Object.assign(document.createElement("button"), { type: "button", className: "button", textContent: "知道了" });
    close.addEventListener("click", () => note.remove());
    note.append(close);
    place.before(note);
  };

  return (editor) => {
    let lost = [];
    editor.editing.view.document.on("clipboardInput", (event, data) => {
      const { dataTransfer } = data;
      if (typeof data.content !== "string" || dataTransfer.getData("application/ckeditor5-editor-id")) return;
      const html = dataTransfer.getData("text/html");
      if (html) ({ html: data.content, lost } = window.preparePaste(html));
      else data.content = paragraphs(dataTransfer.getData("text/plain")) ?? data.content;
    }, { priority: "high" });
    // Behind the library's own step, which finds the pictures of a Word text in another form on the clipboard.
    editor.plugins.get("ClipboardPipeline").on("inputTransformation", (event, data) => {
      lost.push(...dropLocal(data.content));
      if (lost.length) tell(editor.ui.element, lost);
      lost = [];
    }, { priority: priorities.get("high") - 1 });
  };
})();
