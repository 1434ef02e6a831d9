// A pane shows what readers will see of an article while one writes it: the answer of the button 预览, again and again.
// The page in it runs no script, sends no form and leads nowhere. It keeps its place while it is brought up to date.
"use strict";

(() => {
  const AFTER_KEY = 800; // milliseconds
  const BESIDE = window.matchMedia("(min-width: 1100px)");
  const REFUSED = "登录已经过期，或者这篇文章不再由您修改";
  const AWAY = "服务器连不上";
  const WRONG = "下面几处填得不对，预览先停在改动以前";
  const UNFINISHED = "填好下面几处，就有预览";

  const clock = () => new Date().toTimeString().slice(0, 8);

  const fieldsOf = (form) => [...new FormData(form)].filter(([, value]) => !(value instanceof File));

  // Resolves to the status and the page, or to 0 where no answer comes.
  const ask = async (address, fields) => {
    const body = new FormData();
    for (const [name, value] of fields) body.append(name, value);
    try {
      const answer = await fetch(address, { method: "POST", body, redirect: "manual" });
      return { status: answer.status, page: new DOMParser().parseFromString(await answer.text(), "text/html") };
    } catch {
      return { status: 0 };
    }
  };

  // Links, which would lead the pane away from the preview, keep their looks.
  const disarm = (page) => {
    for (const script of page.querySelectorAll("script")) script.remove();
    for (const link of page.querySelectorAll("a[href]")) {
      link.removeAttribute("href");
      link.setAttribute("role", "link");
      link.setAttribute("aria-disabled", "true");
    }
    return page;
  };

  class Pane {
    constructor(dialog, button) {
      Object.assign(this, { dialog, opener: this.openerBehind(button), form: button.form, address: button.formAction });
      this.frame = dialog.querySelector("iframe");
      this.screen = dialog.querySelector(".preview-screen");
      this.told = dialog.querySelector(".preview-told");
      this.problems = dialog.querySelector(".preview-problems");
      this.widths = [...dialog.querySelectorAll("[data-width]")];
      this.frame.addEventListener("load", () => this.frame.contentDocument.addEventListener("keydown", (event) => this.key(event)));
    }

    openerBehind(button) {
      const opener = document.createElement("button");
      Object.assign(opener, { type: "button", className: "button preview-opener", textContent: "边写边看" });
      opener.setAttribute("aria-expanded", "false");
      opener.setAttribute("aria-controls", "preview-pane");
      button.after(opener);
      return opener;
    }

    open() {
      if (BESIDE.matches) {
        this.dialog.show();
        this.opener.focus(); // one goes on writing
      } else {
        this.dialog.showModal();
      }
      this.opener.setAttribute("aria-expanded", "true");
      this.fit();
      this.refresh();
    }

    closed() {
      clearTimeout(this.timer);
      this.opener.setAttribute("aria-expanded", "false");
      this.opener.focus();
    }

    key(event) {
      const isOthers = event.target.closest?.(".ck, .select2-container, dialog:not(#preview-pane)");
      if (event.key === "Escape" && !event.defaultPrevented && !isOthers) this.dialog.close();
    }

    // Another size of the window may want the other way of showing.
    turned() {
      if (!this.dialog.open) return;
      this.dialog.close();
      this.open();
    }

    choose(button) {
      for (const other of this.widths) other.setAttribute("aria-pressed", String(other === button));
      this.fit();
    }

    // A screen that is wider than the pane is shown smaller.
    fit() {
      const chosen = Number(this.widths.find((button) => button.getAttribute("aria-pressed") === "true").dataset.width);
      const { clientWidth, clientHeight } = this.screen;
      if (!clientWidth) return;
      const width = chosen < 600 ? Math.min(chosen, clientWidth) : chosen;
      const scale = Math.min(1, clientWidth / width);
      Object.assign(this.frame.style, {
        width: `${width}px`,
        height: `${clientHeight / scale}px`,
        transform: `scale(${scale})`,
        left: `${Math.max(0, (clientWidth - width) / 2)}px`,
      });
    }

    typed() {
      if (!this.dialog.open) return;
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.refresh(), AFTER_KEY);
    }

    async refresh() {
      if (this.isAsking) return this.typed();
      const fields = fieldsOf(this.form);
      const state = JSON.stringify(fields);
      if (state === this.shown) return this.tell(`已更新 ${this.shownAt}`);
      this.isAsking = true;
      const { status, page } = await ask(this.address, fields);
      this.isAsking = false;
      if (status === 200) this.show(page, state);
      else this.refuse(status, page);
      return undefined;
    }

    show(page, state) {
      this.shown = state;
      this.shownAt = clock();
      this.tell(`已更新 ${this.shownAt}`);
      disarm(page);
      const now = this.frame.contentDocument;
      if (!this.frame.hasAttribute("srcdoc") || !now?.body) {
        this.frame.srcdoc = `<!doctype html>${page.documentElement.outerHTML}`;
        return;
      }
      const { scrollTop } = now.documentElement;
      now.body.replaceWith(now.adoptNode(page.body));
      now.documentElement.scrollTo({ top: scrollTop, behavior: "instant" });
    }

    refuse(status, page) {
      if (status === 422) {
        this.tell(`${this.shownAt ? WRONG : UNFINISHED}。`, [...page.querySelectorAll(".errorlist li")].map((line) => line.textContent));
        return;
      }
      const since = this.shownAt ? `，下面是 ${this.shownAt} 的样子` : "";
      this.tell(`${status === 403 ? REFUSED : AWAY}${since}。`);
    }

    tell(words, problems = []) {
      this.told.textContent = words;
      this.problems.hidden = !problems.length;
      this.problems.replaceChildren(...problems.map((words) => Object.assign(document.createElement("li"), { textContent: words })));
      this.fit();
    }
  }

  const watch = (pane) => {
    const { dialog, opener, form } = pane;
    opener.addEventListener("click", () => (dialog.open ? dialog.close() : pane.open()));
    dialog.querySelector(".preview-close").addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => pane.closed());
    for (const button of pane.widths) button.addEventListener("click", () => pane.choose(button));
    form.addEventListener("typed", () => pane.typed());
    document.addEventListener("keydown", (event) => dialog.open && pane.key(event));
    BESIDE.addEventListener("change", () => pane.turned());
    new ResizeObserver(() => pane.fit()).observe(pane.screen);
  };

  window.addEventListener("load", () => {
    const dialog = document.getElementById("preview-pane");
    const button = document.querySelector(".submit-row .preview");
    if (dialog && button) watch(new Pane(dialog, button));
  });
})();
