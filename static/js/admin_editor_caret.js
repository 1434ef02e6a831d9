// Whoever has put a picture or a table into the text goes on writing behind it. The library selects it instead, and what
// is typed or pasted next would take its place.
"use strict";

window.keepCaretBehind = (editor) => {
  const { model } = editor;

  const leave = () => {
    const object = model.document.selection.getSelectedElement();
    if (!object) return;
    model.change((writer) => {
      if (model.schema.isInline(object)) return writer.setSelection(object, "after");
      let next = object.nextSibling;
      if (!next || !model.schema.checkChild(next, "$text")) {
        if (!model.schema.checkChild(object.parent, "paragraph")) return;
        next = writer.createElement("paragraph");
        writer.insert(next, object, "after");
      }
      writer.setSelection(next, 0);
    });
  };

  editor.plugins.get("ClipboardPipeline").on("contentInsertion", (event, { method, sourceEditorId }) => {
    if (method === "paste" || !sourceEditorId) leave(); // what was moved inside the text stays selected
  }, { priority: "lowest" });
  for (const name of ["insertImage", "uploadImage"]) editor.commands.get(name).on("execute", leave, { priority: "lowest" });
};
