// Shows what needs a script: copying the address, and the telephone's own sheet for sharing it.
(() => {
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

  for (const button of document.querySelectorAll("[data-copy]")) {
    const [words, copied] = button.children;
    let timer;
    const say = (done) => {
      words.hidden = done;
      copied.hidden = !done;
    };
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await copy(button.dataset.copy);
      } catch {
        window.prompt("请复制这个链接：", button.dataset.copy);
        return;
      }
      say(true);
      clearTimeout(timer);
      timer = setTimeout(say, 2000, false);
    });
  }

  const share = document.querySelector("[data-share]");
  // Readers at a computer scan the code with their telephone, so the button goes on showing it there.
  if (share && navigator.share && window.matchMedia("(pointer: coarse), (max-width: 40rem)").matches) {
    share.addEventListener("click", async (event) => {
      event.preventDefault();
      try {
        await navigator.share({ title: share.dataset.share, url: share.dataset.url });
      } catch (error) {
        if (error.name !== "AbortError") document.getElementById("share").showPopover();
      }
    });
  }
})();
