// Reports a view once it is seen, and shows the reads that come back.
(() => {
  const url = document.currentScript.dataset.hit;
  // As randomUUID, which http lacks.
  const event = "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (c) =>
    (c ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (c / 4)))).toString(16));
  const body = JSON.stringify({ event, referrer: document.referrer });
  const waits = [1e3, 5e3, 3e4];
  const again = () => waits.length && setTimeout(send, waits.shift());
  const send = () => fetch(url, { method: "POST", body, keepalive: true }).then(async (got) => {
    if (got.status > 499) again();
    if (got.ok) document.querySelector(".hits").textContent = (await got.json()).hits;
  }, again);
  let sent;
  const look = () => {
    if (sent || document.prerendering || document.hidden) return;
    sent = send();
  };
  document.addEventListener("visibilitychange", look);
  document.addEventListener("prerenderingchange", look);
  look();
})();
