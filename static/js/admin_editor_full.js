// The text area on the whole screen, with the buttons that save below it; and how long the text is.
"use strict";

window.FullScreen = class extends CKEDITOR.Plugin {
  init() {
    const { editor } = this;
    this.set("isOn", false);
    editor.ui.componentFactory.add("fullScreen", (locale) => {
      const button = new CKEDITOR.ButtonView(locale);
      button.set({ label: "全屏", keystroke: "Ctrl+Shift+F", tooltip: true, isToggleable: true, icon: CKEDITOR.IconFullscreenEnter });
      button.bind("isOn").to(this);
      button.on("execute", () => this.toggle());
      return button;
    });
    editor.keystrokes.set("Ctrl+Shift+F", (event, cancel) => {
      this.toggle();
      cancel();
    });
    document.addEventListener("keydown", (event) => {
      if (event.defaultPrevented) return; // as by what closes first by Escape, a dialog or a balloon
      const isAsked = (event.ctrlKey || event.metaKey) && event.shiftKey && event.key.toLowerCase() === "f";
      if (isAsked) {
        event.preventDefault();
        editor.focus();
      }
      if (isAsked || (event.key === "Escape" && this.isOn)) this.toggle();
    });
  }

  toggle() {
    const place = this.editor.ui.element.closest(".rich-text");
    const bar = document.querySelector(".submit-row");
    this.isOn = !this.isOn;
    if (this.isOn) this.enter(place, bar);
    else this.leave(place);
    place.classList.toggle("full", this.isOn);
    this.editor.editing.view.scrollToTheSelection();
  }

  enter(place, bar) {
    this.focused = document.activeElement;
    this.scrolled = [scrollX, scrollY];
    this.inert = this.behind(place, bar);
    for (const element of this.inert) element.inert = true;
    this.watcher = new ResizeObserver(() => { place.style.bottom = `${bar?.offsetHeight ?? 0}px`; });
    if (bar) this.watcher.observe(bar);
  }

  leave(place) {
    this.watcher.disconnect();
    place.style.bottom = "";
    for (const element of this.inert) element.inert = false;
    // After the page has its height again.
    requestAnimationFrame(() => {
      scrollTo(...this.scrolled);
      this.focused?.focus({ preventScroll: true });
    });
  }

  // All that lies behind the text area, for the keyboard must not go there. The heading of the page names it still.
  behind(place, bar) {
    const found = [];
    for (let node = place; node !== document.body; node = node.parentElement) {
      for (const other of node.parentElement.children) {
        if (other !== node && !other.inert && !other.contains(bar) && !other.matches("h1, .ck-body-wrapper, dialog, script")) found.push(other);
      }
    }
    return found;
  }
};

window.countText = (editor, place) => {
  const { model } = editor;
  const says = (item) => [...item.getChildren()].some((child) => child.is("$text") && child.data.trim());
  const isParagraph = (item) => item.is("element") && model.schema.isBlock(item) && !model.schema.isObject(item) && says(item);
  const count = editor.plugins.get("WordCount");
  const show = () => {
    const paragraphs = [...model.createRangeIn(model.document.getRoot()).getItems()].filter(isParagraph).length;
    place.textContent = `${count.characters} 字，${paragraphs} 段`;
  };
  count.on("update", show);
  // A paragraph may be divided without a character more.
  let timer = 0;
  model.document.on("change:data", () => {
    clearTimeout(timer);
    timer = setTimeout(show, 300);
  });
  show();
};
