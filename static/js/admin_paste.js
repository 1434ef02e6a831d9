// Reads what Word, WPS, WeChat and web pages put on the clipboard, before the editor does: one pure step from HTML to HTML.
// The editor would take the blanks of Word for text, drop blocks that it does not know and number all lists 1. 2. 3.
"use strict";

window.preparePaste = (() => {
  const RENAMED = { H1: "h2", H5: "h4", H6: "h4" };
  // Blocks that the cleaner does not know, and <div>, which is a line of text to whoever writes web pages.
  const UNKNOWN = "address, article, aside, center, details, dialog, dir, div, fieldset, footer, form, header, hgroup, legend, main, menu, nav, section, summary";
  const KNOWN = "blockquote, dd, dl, dt, figcaption, figure, h2, h3, h4, hr, li, ol, p, pre, table, ul";
  const HOLDERS = "blockquote, td, th, dd, li, figure";
  const DROPPED = "script, style, title, meta, link, noscript, template, svg, math, input, button, select, textarea";
  const HIDDEN = /(^|;)\s*(display\s*:\s*none|mso-hide\s*:\s*all)/i;
  const LINE_OF_ITS_OWN = /(^|;)\s*display\s*:\s*(block|flex|grid|table|list-item|flow-root)\s*(;|!|$)/i;
  // Marks without a meaning, and elements of a page's own making.
  const INLINE = "span, font, label, :not(:defined)";
  const LINK = /^(https?:|mailto:|tel:|\/)/i;
  const BLANK = "[\\s\\u00a0\\u2000-\\u200a\\u3000]";
  const INDENT = new RegExp(`^${BLANK}+`);
  const INDENTED = /^[ \t\r\n]*[\u00a0\u2003\u3000]{2}/;
  const INVISIBLE = /[\u200b\u2060\ufeff]/g;
  const CJK = "[\\u2e80-\\u9fff\\uf900-\\ufaff\\uff00-\\uffef\\u2018-\\u201d\\u2026]";
  const WRAPPED = new RegExp(`(${CJK})[ \\t]*\\r?\\n[ \\t]*(?=${CJK})`, "g");

  const isBlank = (text) => !text.replace(new RegExp(BLANK, "g"), "");
  const isBlock = (node) => node.nodeType === Node.ELEMENT_NODE && (node.matches(KNOWN) || node.querySelector(KNOWN) !== null);
  const showsNothing = (element) => isBlank(element.textContent) && !element.querySelector("img, hr, table");
  const isLoneBlank = (node) => node?.nodeType === Node.TEXT_NODE && isBlank(node.data);
  const unwrap = (element) => element.replaceWith(...element.childNodes);
  const styled = (body, style) => [...body.querySelectorAll("[style]")].filter((one) => style.test(one.getAttribute("style")));

  const texts = (root) => {
    const walker = root.ownerDocument.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) found.push(walker.currentNode);
    return found;
  };

  // --- Characters ----------------------------------------------------------------------------------------------------

  // WPS has all text in spans that Word keeps for runs of blanks; the editor would blank them out.
  const freeText = (body) => {
    for (const span of styled(body, /mso-spacerun/i)) {
      if (span.textContent && isBlank(span.textContent)) span.replaceWith(" ");
      else unwrap(span);
    }
  };

  // Word ends its lines in the middle of Chinese words, where the editor would set a blank.
  const mendCharacters = (body) => {
    for (const text of texts(body)) {
      if (!text.parentElement.closest("pre")) text.data = text.data.replace(INVISIBLE, "").replace(WRAPPED, "$1");
    }
  };

  const dropIndent = (block) => {
    for (const text of texts(block)) {
      text.data = text.data.replace(INDENT, "");
      if (text.data) return;
    }
  };

  // --- Alignment -----------------------------------------------------------------------------------------------------

  const alignmentOf = (element) => {
    const style = /(?:^|;)\s*text-align\s*:\s*(\w+)/i.exec(element.getAttribute("style") ?? "")?.[1];
    return (style ?? element.getAttribute("align") ?? (element.nodeName === "CENTER" ? "center" : "")).toLowerCase();
  };

  const align = (body) => {
    for (const block of body.querySelectorAll("p, h2, h3, h4, td, th")) {
      const side = alignmentOf(block);
      if (side === "center" || side === "right") block.classList.add(`align-${side}`);
    }
  };

  // --- Blocks --------------------------------------------------------------------------------------------------------

  const renamed = (element, name) => {
    const other = element.ownerDocument.createElement(name);
    if (alignmentOf(element)) other.setAttribute("align", alignmentOf(element));
    other.append(...element.childNodes);
    element.replaceWith(other);
    return other;
  };

  // Lines of code may each be a block of their own.
  const joinLines = (pre) => {
    for (const line of pre.querySelectorAll("div, p, br")) line.replaceWith(...line.childNodes, "\n");
  };

  // Makes paragraphs of the text and inline elements that stand between the blocks of a holder.
  const wrapRuns = (holder) => {
    let run = null;
    for (const node of [...holder.childNodes]) {
      if (isBlock(node)) run = null;
      else if (run) run.append(node);
      else if (node.nodeType === Node.ELEMENT_NODE || (node.nodeType === Node.TEXT_NODE && !isBlank(node.data))) {
        run = holder.ownerDocument.createElement("p");
        node.replaceWith(run);
        run.append(node);
      }
    }
  };

  const dissolve = (element) => {
    wrapRuns(element);
    for (const child of element.children) {
      if (alignmentOf(element) && !alignmentOf(child) && child.matches("p, h2, h3, h4")) child.setAttribute("align", alignmentOf(element));
    }
    unwrap(element);
  };

  // From the inside out: a block around blocks goes, one around text is a paragraph.
  const makeBlocks = (body) => {
    for (const element of styled(body, LINE_OF_ITS_OWN)) if (element.matches(INLINE)) renamed(element, "div");
    for (const element of [...body.querySelectorAll(UNKNOWN)].reverse()) {
      if (element.parentElement.closest("h2, h3, h4, dt, figcaption, caption")) unwrap(element);
      else if (element.querySelector(KNOWN)) dissolve(element);
      else renamed(element, "p");
    }
    for (const holder of body.querySelectorAll(HOLDERS)) if ([...holder.childNodes].some(isBlock)) wrapRuns(holder);
    if (isBlock(body) || [...body.querySelectorAll("br")].some(endsParagraph)) wrapRuns(body);
  };

  // Two line breaks, or one before an indented line, end a paragraph.
  const endsParagraph = (br) => {
    let next = br.nextSibling;
    while (next?.nodeType === Node.TEXT_NODE && !next.data.trim() && !INDENTED.test(next.data)) next = next.nextSibling;
    return Boolean(next) && (next.nodeName === "BR" || INDENTED.test(next.textContent));
  };

  const splitParagraph = (paragraph) => {
    const parts = [[]];
    for (const node of paragraph.childNodes) {
      if (node.nodeName === "BR" && endsParagraph(node)) parts.push([]);
      else if (node.nodeName !== "BR" || parts.at(-1).length) parts.at(-1).push(node);
    }
    for (const part of parts.slice(0, -1)) {
      const other = paragraph.cloneNode(false);
      other.append(...part);
      paragraph.before(other);
    }
    while (paragraph.firstChild?.nodeName === "BR" || isLoneBlank(paragraph.firstChild)) paragraph.firstChild.remove();
  };

  // A line break at the end of a block shows nothing: the editor would make an empty line of it.
  const dropEnd = (block) => {
    const endOf = (node) => (node.lastChild ? endOf(node.lastChild) : node);
    const isNothing = (node) => isLoneBlank(node) || node.matches?.("br, span:empty, strong:empty, b:empty, em:empty, i:empty");
    for (let end = endOf(block); end !== block && isNothing(end); end = endOf(block)) end.remove();
  };

  // A picture alone in its line can have a caption, and one that has a caption is known by its class.
  const makeFigures = (body) => {
    for (const figure of body.querySelectorAll("figure:has(img)")) {
      const caption = figure.querySelector(":scope > figcaption")?.textContent ?? "";
      const isPicture = isBlank(figure.textContent.replace(caption, "")) && figure.querySelectorAll("img").length === 1;
      if (isPicture && !figure.querySelector("a > img, table")) figure.className = "image";
    }
    for (const paragraph of body.querySelectorAll("p:has(img)")) {
      if (!isBlank(paragraph.textContent) || paragraph.closest("td, th, li, dd, figure") || paragraph.querySelector("a")) continue;
      for (const picture of paragraph.querySelectorAll("img")) {
        const figure = picture.ownerDocument.createElement("figure");
        figure.className = "image";
        figure.append(picture);
        paragraph.before(figure);
      }
      paragraph.remove();
    }
  };

  const tidyParagraphs = (body) => {
    for (const paragraph of [...body.querySelectorAll("p")]) splitParagraph(paragraph);
    for (const block of body.querySelectorAll("p, h2, h3, h4, li, td, th, dd")) dropEnd(block);
    makeFigures(body);
    for (const block of body.querySelectorAll("p, h2, h3, h4")) {
      dropIndent(block);
      if (showsNothing(block) && !block.closest("td, th, li, dd")) block.remove();
    }
  };

  // Returns the HTML for the editor, and what could not come along: see admin_paste_pictures.js.
  return (html) => {
    const document = new DOMParser().parseFromString(html, "text/html");
    const { body } = document;
    window.pasteNumbers(document);
    window.pasteDrawings(body);
    for (const element of body.querySelectorAll(DROPPED)) element.remove();
    for (const element of [...styled(body, HIDDEN), ...body.querySelectorAll("[hidden]")]) element.remove();
    freeText(body);
    mendCharacters(body);
    for (const link of body.querySelectorAll("a")) if (!LINK.test(link.getAttribute("href") ?? "")) unwrap(link);
    for (const bold of styled(body, /font-weight\s*:\s*(normal|[1-4]00)/i)) if (bold.nodeName === "B") unwrap(bold);
    body.querySelectorAll("pre").forEach(joinLines);
    for (const heading of body.querySelectorAll("h1, h5, h6")) renamed(heading, RENAMED[heading.nodeName]);
    makeBlocks(body);
    const lost = window.pastePictures(document);
    tidyParagraphs(body);
    align(body);
    return { html: body.innerHTML, lost };
  };
})();
