// What was not edited goes back to the server as it came: the editor writes some markup in a way of its own (<b> becomes
// <strong>, a table gets a <figure>).
"use strict";

window.keptText = (() => {
  const BLOCKS = new Set([
    "BLOCKQUOTE", "CAPTION", "DD", "DIV", "DL", "DT", "FIGCAPTION", "FIGURE", "H2", "H3", "H4", "HR", "LI", "OL", "P",
    "PRE", "TABLE", "TBODY", "TD", "TFOOT", "TH", "THEAD", "TR", "UL",
  ]);

  // The editor numbers the items of lists by chance.
  const plain = (html) => html.replace(/ data-list-item-id="[^"]*"/g, "");

  const nodes = (html) => [...new DOMParser().parseFromString(html, "text/html").body.childNodes];

  const written = (node) => {
    const holder = document.createElement("div");
    holder.append(node.cloneNode(true));
    return holder.innerHTML;
  };

  const isBlank = (node) => node.nodeType === Node.TEXT_NODE && !node.data.trim();

  // The parts that the editor makes a block of: an element, or a run of text and inline elements. A blank that stands
  // behind a part belongs to it.
  const partsOf = (html) => {
    const parts = [];
    let inline = false;
    for (const node of nodes(html)) {
      const block = BLOCKS.has(node.nodeName);
      if (parts.length && (isBlank(node) || (inline && !block))) parts[parts.length - 1] += written(node);
      else if (!isBlank(node)) parts.push(written(node));
      if (!isBlank(node)) inline = !block;
    }
    return parts;
  };

  // Maps each block as the editor writes it to the sources that it may have come from, in their order.
  const sourcesOf = (editor, source) => {
    const sources = new Map();
    for (const part of partsOf(source)) {
      const made = nodes(plain(editor.data.stringify(editor.data.parse(part))));
      if (made.length !== 1) continue;
      const key = written(made[0]);
      if (!sources.has(key)) sources.set(key, []);
      sources.get(key).push(part);
    }
    return sources;
  };

  // Several sources of one form are taken in turn; a block that was copied gets the last of them.
  const taken = (parts) => (parts.length > 1 ? parts.shift() : parts[0]);

  // Returns a function that reads the text of the editor, which has just been filled from `source`.
  return (editor, source) => {
    const untouched = plain(editor.getData());
    return () => {
      const now = plain(editor.getData());
      if (now === untouched) return source;
      const sources = sourcesOf(editor, source);
      return nodes(now).map(written).map((block) => (sources.has(block) ? taken(sources.get(block)) : block)).join("");
    };
  };
})();
