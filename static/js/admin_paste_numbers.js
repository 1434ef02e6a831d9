// Numbers that a list shows, in what is pasted: those of Word and WPS, which are no list in HTML, and those of lists that
// count otherwise than 1. 2. 3., which the cleaner would make of them. What is no plain number is kept as text.
"use strict";

window.pasteNumbers = (() => {
  const PLAIN = /^(0|[1-9]\d{0,3})\.$/;
  const LARGEST = 9999; // that the cleaner keeps as the start of a list
  const BULLET_FONTS = /symbol|wingdings|webdings|courier/i;
  const ROMAN = [[1000, "M"], [900, "CM"], [500, "D"], [400, "CD"], [100, "C"], [90, "XC"], [50, "L"], [40, "XL"],
    [10, "X"], [9, "IX"], [5, "V"], [4, "IV"], [1, "I"]];

  // 十一, 一百零五: digits from nought to nine, then the signs of the places.
  const chinese = ([...digits], [...places]) => (number) => {
    if (number < 0 || number > LARGEST) return String(number);
    let text = "";
    [...String(number)].forEach((digit, at, all) => {
      const rest = all.slice(at).join("");
      if (digit !== "0") text += digits[digit] + (places[all.length - at - 2] ?? "");
      else if (Number(rest) > 0 && all[at - 1] !== "0") text += digits[0];
    });
    return text.replace(/^一十/, "十") || digits[0];
  };
  const positional = ([...digits]) => (number) => [...String(number)].map((digit) => digits[digit] ?? digit).join("");
  const fixed = ([...signs]) => (number) => signs[number - 1] ?? String(number);
  const letters = ([...alphabet]) => (number) => {
    let text = "";
    for (let rest = number; rest > 0; rest = Math.floor((rest - 1) / alphabet.length)) {
      text = alphabet[(rest - 1) % alphabet.length] + text;
    }
    return text || String(number);
  };
  const roman = (number) => {
    let [text, rest] = ["", number];
    for (const [value, sign] of ROMAN) for (; rest >= value; rest -= value) text += sign;
    return text || String(number);
  };
  const LATIN = "abcdefghijklmnopqrstuvwxyz";
  // As browsers write them: the name of a style, its signs, what stands behind them.
  const STYLES = [
    [/^(cjk-ideographic|(simp|trad)-chinese-informal|japanese-informal)$/, chinese("零一二三四五六七八九", "十百千"), "、"],
    [/^simp-chinese-formal$/, chinese("零壹贰叁肆伍陆柒捌玖", "拾佰仟"), "、"],
    [/^trad-chinese-formal$/, chinese("零壹貳參肆伍陸柒捌玖", "拾佰仟"), "、"],
    [/^cjk-decimal$/, positional("〇一二三四五六七八九"), "、"],
    [/^cjk-heavenly-stem$/, fixed("甲乙丙丁戊己庚辛壬癸"), "、"],
    [/^cjk-earthly-branch$/, fixed("子丑寅卯辰巳午未申酉戌亥"), "、"],
    [/^(lower-alpha|lower-latin|a)$/, letters(LATIN), ". "],
    [/^(upper-alpha|upper-latin|A)$/, letters(LATIN.toUpperCase()), ". "],
    [/^lower-greek$/, letters("αβγδεζηθικλμνξοπρστυφχψω"), ". "],
    [/^(lower-roman|i)$/, (number) => roman(number).toLowerCase(), ". "],
    [/^(upper-roman|I)$/, roman, ". "],
    [/^decimal-leading-zero$/, (number) => String(number).padStart(2, "0"), ". "],
    [/^none$/, () => "", ""],
  ];
  const BULLETS = /\b(disc|circle|square)\b/;

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
    // 一、 and ① say themselves where they end; 1. and 第一章 do not.
    item.block.prepend(/[\x21-\x7e\p{L}]$/u.test(item.marker) ? `${item.marker} ` : item.marker);
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
      if (!item.bullet && number !== 1) list.setAttribute("start", number);
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

  const itemsOf = (list) => [...list.children].filter((child) => child.nodeName === "LI");

  const styleOf = (list) => {
    const [first] = itemsOf(list);
    return declared(list, "list-style-type") || declared(list, "list-style") || list.getAttribute("type")
      || (first && (declared(first, "list-style-type") || first.getAttribute("type"))) || "";
  };

  // Returns what writes the number of an item, undefined where browsers write 1. 2. 3.
  const formatOf = (style) => {
    const [, , text] = /^(["'])(.*)\1$/.exec(style) ?? [];
    if (text !== undefined) return () => text;
    const names = style.split(/\s+/);
    const [, write, end] = STYLES.find(([name]) => names.some((one) => name.test(one))) ?? [];
    return write && ((number) => `${write(number)}${end}`);
  };

  const integer = (element, name) => {
    const number = parseInt(element.getAttribute(name) ?? "", 10);
    return Number.isNaN(number) ? null : number;
  };

  const numbersOf = (list) => {
    const [items, reversed] = [itemsOf(list), list.hasAttribute("reversed")];
    let next = integer(list, "start") ?? (reversed ? items.length : 1);
    return items.map((item) => {
      const number = integer(item, "value") ?? next;
      next = number + (reversed ? -1 : 1);
      return number;
    });
  };

  const isCounted = (list, style = styleOf(list)) =>
    !formatOf(style) && (list.nodeName === "OL" ? !BULLETS.test(style) : /\bdecimal\b/.test(style));

  const showsNothing = (node) => !node.textContent.trim() && !node.querySelector?.("img, hr, table") && node.nodeName !== "IMG" && node.nodeName !== "HR";

  // Empty lines are dropped, and with them what parts two lists.
  const previousShown = (element) => {
    let node = element.previousSibling;
    while (node && (node.nodeType === Node.COMMENT_NODE || showsNothing(node))) node = node.previousSibling;
    return node;
  };

  // The list that ends where this one begins: the editor makes one list of the two.
  const listBefore = (list) => {
    let node = list;
    while (!previousShown(node) && !node.parentElement.matches("body, li, td, th, dd, blockquote")) node = node.parentElement;
    node = previousShown(node);
    while (node?.nodeName === "DIV" || node?.nodeName === "SECTION") node = node.lastElementChild;
    return node?.matches?.("ol, ul") && isCounted(node) ? node : null;
  };

  // A list of the editor counts on from its start, one by one.
  const countsOn = (list) => {
    const [numbers, step] = [numbersOf(list), list.hasAttribute("reversed") ? -1 : 1];
    const before = listBefore(list);
    return numbers.every((number, at) => number === numbers[0] + at * step && number >= 0 && number <= LARGEST)
      && (!before || numbersOf(before).at(-1) + step === numbers[0]);
  };

  const renamed = (list, name) => {
    const other = list.ownerDocument.createElement(name);
    for (const { name: attribute, value } of list.attributes) other.setAttribute(attribute, value);
    other.append(...list.childNodes);
    list.replaceWith(other);
    return other;
  };

  const writeOut = (list, format) => {
    const numbers = numbersOf(list);
    itemsOf(list).forEach((item, at) => {
      const block = list.ownerDocument.createElement("div");
      block.append(...item.childNodes);
      const first = [...block.childNodes].find((node) => !isBetween(node));
      (first?.matches?.("p, div, h1, h2, h3, h4, h5, h6") ? first : block).prepend(format(numbers[at]));
      list.before(block);
    });
    list.remove();
  };

  // A list may stand in another without an item around it: browsers show it below the item before.
  const nest = (body) => {
    for (const list of body.querySelectorAll(":is(ol, ul) > :is(ol, ul)")) {
      const item = list.previousElementSibling;
      if (item) item.append(list);
      else list.parentElement.before(list);
    }
  };

  // From the last list to the first: what stands in an item is done before it, and the list before is still one.
  const convertLists = ({ body }) => {
    nest(body);
    for (const list of [...body.querySelectorAll("ol, ul")].reverse()) {
      const format = formatOf(styleOf(list));
      if (format) writeOut(list, format);
      else if (!isCounted(list)) renamed(list, "ul");
      else if (!countsOn(list)) writeOut(list, (number) => `${number}. `);
      else {
        const [first] = itemsOf(list);
        if (first?.hasAttribute("value") || list.hasAttribute("start")) list.setAttribute("start", numbersOf(list)[0]);
        renamed(list, "ol");
      }
    }
  };

  return (document) => {
    convertWord(document);
    convertLists(document);
  };
})();
