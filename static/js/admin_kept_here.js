// What the server could not take is kept by this browser: one entry for each page of each person, as the form sends it.
"use strict";

window.keptHere = (() => {
  const PREFIX = "typed";
  const DAY = 24 * 3600 * 1000; // milliseconds

  const keyOf = (user, address, page) => [PREFIX, user, address, page].join(" ");

  const read = (key) => {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  };

  const keys = () => {
    try {
      return Object.keys(localStorage).filter((key) => key.startsWith(`${PREFIX} `));
    } catch { // the browser allows no storage
      return [];
    }
  };

  // Returns whether the browser had room for it.
  const put = (user, address, page, fields, days = 30) => {
    try {
      localStorage.setItem(keyOf(user, address, page), JSON.stringify({ until: Date.now() + days * DAY, fields }));
      return true;
    } catch {
      return false;
    }
  };

  const drop = (user, address, page) => {
    try {
      localStorage.removeItem(keyOf(user, address, page));
    } catch { /* nothing was kept */ }
  };

  // What earlier pages left: [{ page, fields }].
  const left = (user, address, page) => {
    const start = keyOf(user, address, "");
    return keys().filter((key) => key.startsWith(start) && key !== keyOf(user, address, page))
      .map((key) => ({ page: key.slice(start.length), fields: read(key)?.fields })).filter(({ fields }) => fields);
  };

  for (const key of keys()) if (!(read(key)?.until > Date.now())) localStorage.removeItem(key);

  return { put, drop, left };
})();
