// What was not edited goes back to the server as it came: the editor writes some markup in a way of its own (<b> becomes
// <strong>, a table gets a <figure>).
"use strict";

// What is typed as source is read without its code, whose text the editor would take for words.
window.dropCode = (editor) => {
  const CODE = "script, style, noscript, template, title, iframe, object, embed, svg, math"; // as the cleaner drops them
  editor.data.on("set", (event, args) => {
    const source = typeof args[0] === "string" ? args[0] : args[0].main;
    const { body } = new DOMParser().parseFromString(`<body>${source}`, "text/html");
    const code = body.querySelectorAll(CODE);
    if (!code.length) return;
    code.forEach((element) => element.remove());
    args[0] = typeof args[0] === "string" ? body.innerHTML : { ...args[0], main: body.innerHTML };
  }, { priority: "high" });
};

// The library keeps one picture or one table of a figure, and a caption of one line; what holds more stays whole without
// its class.
window.plainFigures = (html) => {
  if (!html.includes("<figure")) return html;
  const { body } = new DOMParser().parseFromString(`<body>${html}`, "text/html");
  const isOdd = (figure) => {
    const caption = figure.querySelector(":scope > figcaption");
    const shown = [...figure.childNodes].filter((node) => node !== caption && (node.nodeType === Node.ELEMENT_NODE || node.data.trim()));
    const [only] = shown;
    return shown.length !== 1 || caption?.querySelector("p, div, ul, ol, figure, table")
      || (figure.classList.contains("table") ? only.nodeName !== "TABLE" || (caption && only.caption)
        : only.textContent?.trim() || only.querySelectorAll?.("img").length > 1);
  };
  const odd = [...body.querySelectorAll("figure.image, figure.table")].filter(isOdd);
  odd.forEach((figure) => figure.removeAttribute("class"));
  return odd.length ? body.innerHTML : html;
};

window.keptText = (() => {
  const BLOCKS = new Set([
    "BLOCKQUOTE", "CAPTION", "DD", "DIV", "DL", "DT", "FIGCAPTION", "FIGURE", "H2", "H3", "H4", "HR", "LI", "OL", "P",
    "PRE", "TABLE", "TBODY", "TD", "TFOOT", "TH", "THEAD", "TR", "UL",
  ]);

  const EMPTY = "<p>&nbsp;</p>";

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

  // The editor makes one list of lists of one kind that stand side by side.
  const joinedLists = (parts) => {
    const kindOf = (part) => /^<([ou]l)\b/.exec(part)?.[1];
    const joined = [];
    parts.forEach((part, place) => {
      if (place && kindOf(part) && kindOf(part) === kindOf(parts[place - 1])) joined[joined.length - 1] += part;
      else joined.push(part);
    });
    return joined.filter((part) => !parts.includes(part));
  };

  // Maps each block as the editor writes it to the sources that it may have come from, in their order.
  const sourcesOf = (editor, source) => {
    const sources = new Map();
    const parts = partsOf(source);
    for (const part of [...parts, ...joinedLists(parts)]) {
      const made = nodes(plain(editor.data.stringify(editor.data.parse(part))));
      if (made.length !== 1) continue;
      const key = written(made[0]);
      if (!sources.has(key)) sources.set(key, []);
      sources.get(key).push(part);
    }
    return sources;
  };

  // The editor makes a paragraph of what a <dt> or <dd> holds, even where it holds nothing else.
  const withoutLoneParagraphs = (block) => {
    if (block.nodeName !== "DL") return block;
    for (const entry of block.querySelectorAll("dt, dd")) {
      const { firstElementChild: only, childNodes } = entry;
      if (childNodes.length === 1 && only?.nodeName === "P" && !only.attributes.length) only.replaceWith(...only.childNodes);
    }
    return block;
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
      const blocks = nodes(now).map((node) => {
        const block = written(node);
        return sources.has(block) ? taken(sources.get(block)) : written(withoutLoneParagraphs(node));
      });
      // The last paragraph is there for the caret, until something is written into it.
      if (blocks.at(-1) === EMPTY && !sources.has(EMPTY)) blocks.pop();
      return blocks.join("");
    };
  };
})();
