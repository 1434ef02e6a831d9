// Numbers that a list shows, in what is pasted: those of Word and WPS, which are no list in HTML, and those of lists that
// count otherwise than 1. 2. 3., which the cleaner would make of them. What is no plain number is kept as text.
"use strict";

window.pasteNumbers = (() => {
  const PLAIN = /^(\d{1,4})\.$/;
  const BULLET_FONTS = /symbol|wingdings|webdings|courier/i;
  const DIGITS = [..."零一二三四五六七八九"];
  const ROMAN = [[1000, "M"], [900, "CM"], [500, "D"], [400, "CD"], [100, "C"], [90, "XC"], [50, "L"], [40, "XL"],
    [10, "X"], [9, "IX"], [5, "V"], [4, "IV"], [1, "I"]];

  const chinese = (number) => {
    if (number < 1 || number > 99) return String(number);
    const [tens, ones] = [Math.floor(number / 10), number % 10];
    return `${tens > 1 ? DIGITS[tens] : ""}${tens ? "十" : ""}${ones ? DIGITS[ones] : ""}`;
  };
  const letters = (number) => {
    let text = "";
    for (let rest = number; rest > 0; rest = Math.floor((rest - 1) / 26)) {
      text = String.fromCharCode(97 + ((rest - 1) % 26)) + text;
    }
    return text;
  };
  const roman = (number) => {
    let [text, rest] = ["", number];
    for (const [value, sign] of ROMAN) for (; rest >= value; rest -= value) text += sign;
    return text;
  };
  const STYLES = [
    [/^(cjk-ideographic|(simp|trad)-chinese-(in)?formal|cjk-decimal)$/, (number) => `${chinese(number)}、`],
    [/^(lower-alpha|lower-latin|a)$/, (number) => `${letters(number)}. `],
    [/^(upper-alpha|upper-latin|A)$/, (number) => `${letters(number).toUpperCase()}. `],
    [/^(lower-roman|i)$/, (number) => `${roman(number).toLowerCase()}. `],
    [/^(upper-roman|I)$/, (number) => `${roman(number)}. `],
  ];

  const declared = (element, property) =>
    new RegExp(`(?:^|;)\\s*${property}\\s*:\\s*([^;]+)`, "i").exec(element.getAttribute("style") ?? "")?.[1].trim() ?? "";

  // --- Word and WPS --------------------------------------------------------------------------------------------------

  // Says of each list and level, "l0:level1", whether it is marked by signs.
  const signed = (document) => {
    const rules = [...document.querySelectorAll("style")].map((style) => style.textContent).join("\n");
    const levels = new Map();
    for (const [, list, level, rule] of rules.matchAll(/@list\s+(l\d+):(level\d+)[^{]*\{([^}]*)\}/gi)) {
      levels.set(`${list}:${level}`.toLowerCase(), /mso-level-number-format\s*:\s*(bullet|image)/i.test(rule));
    }
    return levels;
  };

  const itemOf = (block, levels) => {
    const [, list, level] = /(l\d+)\s+level(\d+)/i.exec(declared(block, "mso-list")) ?? [];
    const sign = [...block.querySelectorAll("[style]")].find((part) => /^ignore$/i.test(declared(part, "mso-list")));
    if (!list || !sign) return null;
    const marker = sign.textContent.replace(/[\s\u00a0]+/g, " ").trim();
    const fonts = [sign, ...sign.querySelectorAll("[style]"), sign.parentElement].map((part) => part.getAttribute("style"));
    const bullet = levels.get(`${list}:level${level}`.toLowerCase())
      ?? (/^[^\p{L}\p{N}]$/u.test(marker) || (/^.$/.test(marker) && BULLET_FONTS.test(fonts.join())));
    return { block, list: list.toLowerCase(), level: Number(level), sign, marker, bullet };
  };

  const withoutMarks = ({ block, sign }) => {
    sign.remove();
    block.setAttribute("style", (block.getAttribute("style") ?? "").replace(/mso-list\s*:[^;]*;?/gi, ""));
    block.classList.forEach((name) => name.startsWith("MsoList") && block.classList.remove(name));
  };

  const asText = (item) => {
    withoutMarks(item);
    item.block.prepend(/[\x21-\x7e]$/.test(item.marker) ? `${item.marker} ` : item.marker);
  };

  // Puts the item at the end of the list that stands before it, or into a new one.
  const asItem = (item, before) => {
    const { ownerDocument } = item.block;
    const number = item.bullet ? 0 : Number(PLAIN.exec(item.marker)[1]);
    const open = before.filter(({ level }) => level <= item.level);
    const last = open.at(-1);
    const follows = last?.level === item.level && last.list.nodeName === (item.bullet ? "UL" : "OL")
      && (item.bullet || last.number + 1 === number);
    if (!follows) {
      if (last?.level === item.level) open.pop();
      const list = ownerDocument.createElement(item.bullet ? "ul" : "ol");
      if (number > 1) list.setAttribute("start", number);
      const parent = open.at(-1)?.list.lastElementChild;
      if (parent) parent.append(list);
      else item.block.before(list);
      open.push({ level: item.level, list });
    }
    withoutMarks(item);
    const { list } = open.at(-1);
    const entry = ownerDocument.createElement("li");
    entry.append(...item.block.childNodes);
    item.block.remove();
    list.append(entry);
    open.at(-1).number = number;
    return open;
  };

  const isBetween = (node) => node && (node.nodeType === Node.COMMENT_NODE || (node.nodeType === Node.TEXT_NODE && !node.data.trim()));

  const previousBlock = (block) => {
    let node = block.previousSibling;
    while (isBetween(node)) node = node.previousSibling;
    return node;
  };

  const convertWord = (document) => {
    const levels = signed(document);
    const blocks = [...document.body.querySelectorAll("[style*='mso-list' i]:not(li, span)")];
    const items = blocks.map((block) => itemOf(block, levels)).filter(Boolean);
    // Where one number of a list is no plain one, all are kept as they are written.
    const written = new Set(items.filter(({ bullet, marker }) => !bullet && !PLAIN.test(marker)).map(({ list }) => list));
    let open = [];
    for (const item of items) {
      if (/^h\d$/i.test(item.block.nodeName) || (!item.bullet && written.has(item.list))) {
        if (item.bullet) withoutMarks(item);
        else asText(item);
        continue;
      }
      open = asItem(item, open.length && previousBlock(item.block) === open[0].list ? open : []);
    }
  };

  // --- Lists of HTML -------------------------------------------------------------------------------------------------

  const formatOf = (list) => {
    const first = list.querySelector(":scope > li");
    const style = declared(list, "list-style-type") || declared(list, "list-style") || list.getAttribute("type")
      || (first && (declared(first, "list-style-type") || first.getAttribute("type"))) || "";
    return STYLES.find(([name]) => name.test(style))?.[1];
  };

  const convertLists = (document) => {
    for (const list of [...document.body.querySelectorAll("ol")].reverse()) {
      const format = formatOf(list);
      if (!format || list.parentElement.closest("li")) continue;
      let number = Number(list.getAttribute("start") ?? 1) || 1;
      for (const item of [...list.children].filter((child) => child.nodeName === "LI")) {
        const block = document.createElement("div");
        block.append(...item.childNodes);
        const first = block.firstElementChild;
        (first?.matches("p, div") && first === block.firstChild ? first : block).prepend(format(number));
        list.before(block);
        number += 1;
      }
      list.remove();
    }
  };

  return (document) => {
    convertWord(document);
    convertLists(document);
  };
})();
