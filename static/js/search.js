// Counts the search. The page carries it, signed.
const searched = document.querySelector("[data-searched]");
if (searched) {
  navigator.sendBeacon(searched.dataset.searchedUrl, new URLSearchParams({ seal: searched.dataset.searched }));
}
