// The rich text editor in the place of each <textarea data-editor="{…}">. Without this script the text area stays.
// `window.editors` has the editors by the ids of their text areas.
"use strict";

window.editors = {};

(() => {
  const {
    Alignment, BlockQuote, Bold, ClassicEditor, DataSchema, Essentials, FindAndReplace, GeneralHtmlSupport, Heading, HorizontalLine,
    Image, ImageCaption, ImageInsert, ImageTextAlternative, ImageToolbar, ImageUpload, Italic, Link, LinkImage, List,
    ListProperties, PageBreak, Paragraph, PasteFromOffice, Plugin, RemoveFormat, SimpleUploadAdapter, SourceEditing,
    Table, TableCaption, TableToolbar, Underline, WordCount,
  } = CKEDITOR;

  const PARAGRAPHS = [
    { model: "paragraph", title: "正文", class: "ck-heading_paragraph" },
    { model: "heading2", view: "h2", title: "小标题", class: "ck-heading_heading2" },
    { model: "heading3", view: "h3", title: "三级标题", class: "ck-heading_heading3" },
    { model: "heading4", view: "h4", title: "四级标题", class: "ck-heading_heading4" },
  ];

  // The library calls the caption of a table by the same words as that of a picture.
  class CaptionOfTable extends Plugin {
    init() {
      const { componentFactory } = this.editor.ui;
      componentFactory.add("captionOfTable", () => {
        const button = componentFactory.create("toggleTableCaption");
        button.unbind("label");
        button.bind("label").to(this.editor.commands.get("toggleTableCaption"), "value", (shown) =>
          shown ? "去掉表格标题" : "添加表格标题");
        return button;
      });
    }
  }

  // The reading of a character: the library's list of elements has none of these.
  class Ruby extends Plugin {
    static get requires() {
      return [DataSchema];
    }

    init() {
      const schema = this.editor.plugins.get(DataSchema);
      schema.registerInlineElement({ view: "ruby", model: "htmlRuby", priority: 3 });
      schema.registerInlineElement({ view: "rt", model: "htmlRt", priority: 15 });
      schema.registerInlineElement({ view: "rp", model: "htmlRp", priority: 15 });
    }
  }

  // What the library loses of pictures and tables: see plainFigures(), and the title of the link around a picture.
  class WholeFigures extends Plugin {
    init() {
      this.editor.conversion.for("upcast").add((dispatcher) => dispatcher.on("element:a", (event, { viewItem, modelCursor }, { writer }) => {
        const title = viewItem.getAttribute("title");
        const picture = modelCursor.parent;
        // Behind the address, for the element that carries both is written with it.
        if (title && picture.is("element", "imageBlock")) writer.setAttribute("htmlLinkAttributes", { attributes: { title } }, picture);
      }, { priority: "lowest" }));
      const { processor } = this.editor.data;
      const toView = processor.toView.bind(processor);
      processor.toView = (html) => toView(window.plainFigures(html));
    }
  }

  const PLUGINS = [
    Ruby, // ahead of what reads the schema
    WholeFigures,
    Alignment, BlockQuote, Bold, CaptionOfTable, Essentials, FindAndReplace, window.FullScreen, GeneralHtmlSupport, Heading,
    HorizontalLine, Image, ImageCaption, ImageInsert, ImageTextAlternative, ImageToolbar, ImageUpload, Italic, Link, LinkImage,
    List, ListProperties, PageBreak, Paragraph, PasteFromOffice, RemoveFormat, SimpleUploadAdapter, SourceEditing,
    Table, TableCaption, TableToolbar, Underline, WordCount,
  ];

  const TOOLBAR = [
    "heading", "|", "bold", "italic", "underline", "link", "|",
    "bulletedList", "numberedList", "blockQuote", "insertTable", "insertImage", "|", "findAndReplace", "fullScreen", "|",
    "alignment", "horizontalLine", "pageBreak", "|",
    "removeFormat", "sourceEditing", "undo", "redo",
  ];

  const configuration = (textarea, { allow, upload }) => ({
    licenseKey: "GPL",
    plugins: PLUGINS,
    language: "zh-cn",
    translations: [window.CKEDITOR_TRANSLATIONS, window.editorWords],
    root: { initialData: textarea.value, label: textarea.labels[0]?.textContent.replace(/[:：]\s*$/, "") || "正文" },
    toolbar: { items: TOOLBAR },
    heading: { options: PARAGRAPHS },
    htmlSupport: { allow },
    // Classes, not inline styles: the cleaner keeps only these.
    alignment: { options: ["left", "center", "right"].map((name) => ({ name, className: `align-${name}` })) },
    image: {
      toolbar: ["toggleImageCaption", "imageTextAlternative"],
      insert: { integrations: ["upload", "url"] },
    },
    table: { enableFooters: true, contentToolbar: ["tableColumn", "tableRow", "mergeTableCells", "captionOfTable"] },
    list: { properties: { styles: false, startIndex: true, reversed: true } },
    link: { defaultProtocol: "https://", allowedProtocols: ["https?", "mailto", "tel"] },
    simpleUpload: { uploadUrl: upload, headers: { "X-CSRFToken": textarea.form.elements.csrfmiddlewaretoken.value } },
    // The licence asks for the mark; its words may go.
    ui: { poweredBy: { label: null } },
  });

  const build = async (textarea) => {
    const place = document.createElement("div");
    const count = document.createElement("div");
    count.className = "editor-count";
    textarea.after(place, count);
    const config = configuration(textarea, JSON.parse(textarea.dataset.editor));
    const editor = await ClassicEditor.create({ ...config, attachTo: place });
    window.watchPaste(editor);
    window.keepCaretBehind(editor);
    window.dropCode(editor);
    window.countText(editor, count);
    window.askForWords(editor, count);
    const text = window.keptText(editor, textarea.value);
    textarea.form.addEventListener("formdata", ({ formData }) => {
      textarea.value = text();
      formData.set(textarea.name, textarea.value);
    });
    textarea.hidden = true;
    for (const label of textarea.labels) label.addEventListener("click", () => editor.focus());
    window.editors[textarea.id] = editor;
    textarea.dispatchEvent(new CustomEvent("editor-ready", { bubbles: true, detail: editor }));
  };

  document.addEventListener("DOMContentLoaded", () => {
    for (const textarea of document.querySelectorAll("textarea[data-editor]")) build(textarea);
  });
})();
