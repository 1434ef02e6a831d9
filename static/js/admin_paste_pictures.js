// Pictures, films and sounds in what is pasted: a picture that its page loads late gets its address, and what cannot come
// along is taken out and told of.
"use strict";

window.pasteAddress = (value) => {
  const address = (value ?? "").trim();
  if (address.startsWith("//")) return `https:${address}`;
  return /^https?:\/\/./i.test(address) ? address : "";
};

// WeChat shows pictures as drawings, and as backgrounds of what has no text: this makes an <img> of each.
window.pasteDrawings = (body) => {
  const inStyle = (element) => /background(?:-image)?\s*:[^;]*?url\(\s*["']?([^"')]+)/i.exec(element.getAttribute("style") ?? "")?.[1];
  for (const element of body.querySelectorAll("svg image, :is(svg, section, div, p, span)[style*='url(' i]")) {
    const address = window.pasteAddress(inStyle(element) ?? element.getAttribute("href") ?? element.getAttribute("xlink:href"));
    const drawing = element.closest("svg") ?? element;
    if (!address || drawing.textContent.trim() || drawing.querySelector("img")) continue;
    const picture = body.ownerDocument.createElement("img");
    picture.setAttribute("src", address);
    drawing.before(picture);
  }
};

window.pastePictures = (() => {
  const LATE = [
    "data-src", "data-original", "data-actualsrc", "data-lazy-src", "data-original-src", "data-croporisrc", "_src", "data-origin",
    "data-echo", "data-lazy", "data-lazyload", "data-ks-lazyload", "lazy-src", "lazyload", "original", "zoomfile", "file",
  ];
  const MEDIA = "iframe, video, audio, embed, object";
  const webAddress = window.pasteAddress;
  const SMALLEST = 3; // pixels: what is no larger counts readers or holds a place
  const WORDS_BEFORE = 16;
  const BLOCKS = "p, h2, h3, h4, li, td, th, dt, dd, pre, figcaption";
  // What programs write where nobody described the picture.
  const NO_WORDS = /^(图片|图像|照片|在这里插入图片描述|image|img|picture|photo|graphic|wps)?[\s_-]*\d*(\.[a-z]{3,4})?$|^[\w-]+\.(jpe?g|png|gif|webp|bmp)$/i;

  const numberAt = (bytes, place, length, { little = false } = {}) => {
    const part = [...bytes.slice(place, place + length)].map((sign) => sign.charCodeAt(0));
    return (little ? part.reverse() : part).reduce((number, byte) => number * 256 + byte, 0);
  };

  // The shorter side of a picture that is written into its address; 0 for what is no picture that the library takes.
  const sideOfData = (address) => {
    const [, kind, base64] = /^data:image\/([\w+.-]+)[^,]*;base64,([\w+/=\s]+)/i.exec(address) ?? [];
    if (!kind || /svg/i.test(kind)) return 0;
    let bytes;
    try {
      bytes = atob(base64.replace(/\s/g, "").slice(0, 64));
    } catch {
      return 0;
    }
    if (bytes.startsWith("GIF8")) return Math.min(numberAt(bytes, 6, 2, { little: true }), numberAt(bytes, 8, 2, { little: true }));
    if (bytes.startsWith("\x89PNG")) return Math.min(numberAt(bytes, 16, 4), numberAt(bytes, 20, 4));
    return Infinity;
  };

  const isPixel = (picture) =>
    ["width", "height"].every((side) => {
      const value = picture.getAttribute(side) ?? "";
      return /^\d+(px)?$/.test(value) && parseInt(value, 10) <= SMALLEST;
    });

  // The end of the text that stands before: in the same block, or in the last one that has any.
  const wordsBefore = (element) => {
    const { body } = element.ownerDocument;
    const range = element.ownerDocument.createRange();
    range.setStart(element.closest(BLOCKS) ?? body, 0);
    range.setEndBefore(element);
    const isBefore = (block) => block.compareDocumentPosition(element) === Node.DOCUMENT_POSITION_FOLLOWING;
    const earlier = [...body.querySelectorAll(BLOCKS)].filter(isBefore).map((block) => block.textContent);
    const text = [...earlier, range.toString()].map((words) => words.replace(/\s+/g, "")).findLast(Boolean) ?? "";
    return text.length > WORDS_BEFORE ? `…${text.slice(-WORDS_BEFORE)}` : text;
  };

  // Returns the address that the picture is shown from; "" for none.
  const addressOf = (picture) => {
    const late = LATE.map((name) => webAddress(picture.getAttribute(name))).find(Boolean);
    const own = (picture.getAttribute("src") ?? "").trim();
    if (late) return late;
    if (/^data:/i.test(own)) return sideOfData(own) > SMALLEST ? own : "";
    if (own.startsWith("//")) return `https:${own}`;
    // What another page keeps in the memory of the browser cannot be read here.
    if (/^blob:/i.test(own)) return own.startsWith(`blob:${location.origin}/`) ? own : "";
    // A path of another site says nothing here.
    if (own.startsWith("/") && !own.startsWith("/uploads/")) return "";
    return own || firstOfSet(picture);
  };

  const firstOfSet = (picture) =>
    [picture, ...(picture.closest("picture")?.querySelectorAll("source") ?? [])]
      .flatMap((one) => [one.getAttribute("srcset"), one.getAttribute("data-srcset")])
      .map((set) => webAddress((set ?? "").trim().split(/,?\s/)[0]))
      .find(Boolean) ?? "";

  const readPicture = (picture, lost) => {
    const address = addressOf(picture);
    if (!address) lost.push({ kind: "missing", after: wordsBefore(picture) });
    if (!address || isPixel(picture)) return picture.remove();
    picture.setAttribute("src", address);
    picture.removeAttribute("srcset");
    // Whether it comes along is known when the pictures of the clipboard have been read.
    if (!/^(https?:|data:|blob:|\/)/i.test(address)) picture.setAttribute("data-after", wordsBefore(picture));
    if (NO_WORDS.test((picture.getAttribute("alt") ?? "").trim())) picture.setAttribute("alt", "");
    return undefined;
  };

  // Takes out of the document what is lost, and returns it: its kind and the words before it.
  return (document) => {
    const lost = [];
    for (const picture of [...document.body.querySelectorAll("img")]) readPicture(picture, lost);
    for (const media of [...document.body.querySelectorAll(MEDIA)]) {
      if (media.parentElement?.closest(MEDIA)) continue;
      lost.push({ kind: "media", after: wordsBefore(media) });
      media.remove();
    }
    return lost;
  };
})();
