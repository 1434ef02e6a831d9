// Shows the tools that need a script: copying the address, printing.
(() => {
  for (const button of document.querySelectorAll("[data-copy], [data-print]")) button.hidden = false;

  const copy = async (text) => {
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    // Pages without https have no clipboard but this one.
    const field = Object.assign(document.createElement("textarea"), { value: text, readOnly: true });
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    if (!done) throw new Error("copy");
  };

  document.addEventListener("click", async ({ target }) => {
    const button = target.closest("[data-copy], [data-print]");
    if (!button) return;
    if ("print" in button.dataset) return window.print();
    const words = button.textContent;
    try {
      await copy(button.dataset.copy);
      button.textContent = "已复制";
    } catch {
      window.prompt("请复制这个链接：", button.dataset.copy);
    }
    setTimeout(() => { button.textContent = words; }, 2000);
  });
})();
