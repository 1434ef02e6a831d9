// The form of an article goes to the server while one types, as a working copy: nothing is saved by it. Where the server
// does not take it, the browser keeps it (admin_kept_here.js), and the server is asked again.
"use strict";

(() => {
  const AFTER_KEY = 3000; // milliseconds
  const AT_LEAST_EVERY = 15000;
  const RETRIES = [5, 10, 20, 40, 60]; // seconds
  const MOST_AT_THE_END = 60000; // bytes: browsers finish a larger request only while the page stays
  const NOT_KEPT = new Set(["csrfmiddlewaretoken"]);
  const LOGIN = "登录已经过期。请在新窗口登录，这里会接着存";
  const AWAY = "服务器连不上";

  const clock = () => new Date().toTimeString().slice(0, 8);

  // Another login in another window gets another token.
  const token = window.freshToken = (form) => {
    const cookie = /(?:^|; )[^=;]*csrftoken=([^;]+)/.exec(document.cookie)?.[1];
    if (cookie) form.elements.csrfmiddlewaretoken.value = cookie;
    return form.elements.csrfmiddlewaretoken.value;
  };

  // The fields as they are sent. A file is only named: admin_chosen_files.js sends it.
  const fieldsOf = (form) => [...new FormData(form)].flatMap(([name, value]) => {
    if (NOT_KEPT.has(name) || (value instanceof File && !value.name)) return [];
    return [value instanceof File ? [`${name}-chosen`, value.name] : [name, value]];
  });

  const bodyOf = (fields) => {
    const body = new FormData();
    for (const [name, value] of fields) body.append(name, value);
    return body;
  };

  // Resolves to { kept }, or to { problem, outcome }: whatever happens to the request.
  const post = async (address, fields, form, options = {}) => {
    try {
      const headers = { Accept: "application/json", "X-CSRFToken": token(form) };
      const answer = await fetch(address, { method: "POST", headers, body: bodyOf(fields), redirect: "manual", ...options });
      const told = await answer.json().catch(() => ({}));
      if (told.kept || told.problem !== undefined) return told;
      return { problem: answer.status === 403 || answer.type === "opaqueredirect" ? LOGIN : AWAY };
    } catch (error) {
      return { problem: error.name === "AbortError" ? "" : AWAY, aborted: error.name === "AbortError" };
    }
  };

  class Autosave {
    constructor(form, holder) {
      Object.assign(this, { form, holder, light: document.getElementById("kept"), address: holder.dataset.keep, user: holder.dataset.user });
      this.page = form.elements.form_token.value;
      this.tries = 0;
      this.sent = this.state();
    }

    fields() {
      return this.isAgain ? [...fieldsOf(this.form), ["page", this.page]] : fieldsOf(this.form);
    }

    state() {
      return JSON.stringify(this.fields().filter(([name]) => name !== this.holder.name));
    }

    // The form tells the server, when it is saved, which working copy is done with.
    nameCopy() {
      if (!this.holder.value.includes(this.page)) this.holder.value = `${this.page} ${this.holder.value}`.trim();
    }

    show(words, isProblem = false) {
      this.light.setAttribute("aria-live", isProblem ? "polite" : "off");
      this.light.classList.toggle("problem", isProblem);
      this.light.textContent = words;
    }

    changed() {
      this.form.dispatchEvent(new Event("typed"));
      this.since ??= Date.now();
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.keep(), Math.max(0, Math.min(AFTER_KEY, this.since + AT_LEAST_EVERY - Date.now())));
    }

    async keep(options = {}) {
      clearTimeout(this.timer);
      if (this.leaving || this.request) return;
      const state = this.state();
      this.since = undefined;
      if (state === this.sent) return;
      this.nameCopy();
      const fields = this.fields();
      this.request = new AbortController();
      const told = await post(this.address, fields, this.form, { signal: this.request.signal, ...options });
      this.request = null;
      if (told.aborted) return;
      if (told.kept || told.outcome === "saved") this.taken(state, told);
      else this.refused(fields, told.problem);
    }

    taken(state, { kept }) {
      this.sent = state;
      this.tries = 0;
      window.keptHere.drop(this.user, this.address, this.page);
      this.show(kept ? `已存 ${kept}` : "");
      if (this.state() !== state) this.changed();
    }

    refused(fields, problem) {
      const isHere = window.keptHere.put(this.user, this.address, this.page, fields);
      const where = isHere ? `已存在这个浏览器里 ${clock()}` : "这个浏览器也存不下，请先把正文复制出来";
      this.show(`${problem.replace(/。$/, "")}。${where}。`, true);
      const seconds = RETRIES[Math.min(this.tries, RETRIES.length - 1)];
      this.tries += 1;
      this.timer = setTimeout(() => this.keep(), seconds * 1000);
    }

    // The page may be gone before the answer comes, so the browser keeps it as well.
    leave() {
      if (this.leaving) return;
      const state = this.state();
      if (state === this.sent) return;
      window.keptHere.put(this.user, this.address, this.page, this.fields());
      if (state.length * 3 < MOST_AT_THE_END) this.keep({ keepalive: true });
    }

    // A form that never arrives is not lost; one that was saved is known to the server for longer than six days.
    submitted() {
      token(this.form);
      window.keptHere.put(this.user, this.address, this.page, this.fields(), 6);
      this.leaving = true;
      clearTimeout(this.timer);
      this.request?.abort();
    }

    // "Back" to a form that was saved: what is typed now is another working copy.
    again() {
      this.leaving = false;
      this.isAgain = true;
      const digits = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0"));
      this.page = digits.join("");
      this.sent = this.state();
    }
  }

  // The working copies that the server offers now, in place of those that the page came with.
  const showOffers = async () => {
    const answer = await fetch(location.href).catch(() => null);
    if (!answer?.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const offers = page.getElementById("working-copies");
    if (offers) document.getElementById("working-copies").replaceWith(offers);
  };

  // What an earlier page left in this browser becomes a working copy of the server's, and is offered.
  const handOver = async (autosave) => {
    let isNew = false;
    for (const { page, fields } of window.keptHere.left(autosave.user, autosave.address, autosave.page)) {
      const told = await post(autosave.address, fields, autosave.form);
      if (told.kept || told.outcome === "saved") window.keptHere.drop(autosave.user, autosave.address, page);
      isNew ||= Boolean(told.kept);
    }
    if (isNew) await showOffers();
  };

  // "不要了" leaves the form, and what was typed into it meanwhile, alone.
  const watchOffers = (autosave) => document.addEventListener("submit", async (event) => {
    const offer = event.target.closest(".working-copy");
    if (!offer) return;
    event.preventDefault();
    const fields = [...new FormData(event.target)];
    const answer = await fetch(event.target.action, { method: "POST", body: bodyOf(fields), redirect: "manual" }).catch(() => null);
    if (answer?.type !== "opaqueredirect") return;
    offer.remove();
    autosave.keep();
  });

  const watch = (autosave) => {
    const changed = () => autosave.changed();
    for (const type of ["input", "change", "click"]) autosave.form.addEventListener(type, changed);
    window.django?.jQuery?.(autosave.form).on("change", changed); // of drawn choices
    for (const editor of Object.values(window.editors ?? {})) editor.model.document.on("change:data", changed);
    autosave.form.addEventListener("editor-ready", ({ detail }) => detail.model.document.on("change:data", changed));
    document.addEventListener("visibilitychange", () => document.hidden && autosave.keep());
    window.addEventListener("pagehide", () => autosave.leave());
    window.addEventListener("online", () => autosave.keep());
    window.addEventListener("pageshow", ({ persisted }) => persisted && autosave.again());
    window.addEventListener("submit", (event) => {
      const target = event.submitter?.formTarget || autosave.form.target;
      if (event.target === autosave.form && !event.defaultPrevented && target !== "_blank") autosave.submitted();
    });
  };

  // After the scripts of the page have filled and drawn its fields.
  window.addEventListener("load", () => {
    const holder = document.querySelector("[data-keep]");
    if (!holder || !document.getElementById("kept")) return;
    const autosave = new Autosave(holder.form, holder);
    watch(autosave);
    watchOffers(autosave);
    handOver(autosave);
  });
})();
