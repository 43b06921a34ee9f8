// What the pages can do beyond links and forms; everything here is a convenience, nothing needs it.
"use strict";
document.documentElement.classList.add("with-script");

const typing = (target) => target.closest("input, select, textarea, [contenteditable]");

function step(selector, by) {
  const links = [...document.querySelectorAll(selector)];
  const at = links.indexOf(document.activeElement);
  const next = links[Math.min(Math.max(at + by, 0), links.length - 1)];
  if (next) next.focus();
}

const keys = {
  "/": () => document.getElementById("q")?.select(),
  "?": () => document.getElementById("shortcuts").showModal(),
  j: () => step(".hit h2 a", 1),
  k: () => step(".hit h2 a", -1),
  n: () => document.querySelector("a[rel=next]")?.click(),
  p: () => document.querySelector("a[rel=prev]")?.click(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || !keys[event.key]) return;
  event.preventDefault();
  keys[event.key]();
});

// Drag over the timeline: the days from the first bar to the last.
for (const timeline of document.querySelectorAll("[data-timeline]")) {
  const bars = [...timeline.querySelectorAll("a")];
  const at = (event) => {
    const box = timeline.getBoundingClientRect();
    const place = Math.floor(((event.clientX - box.left) / box.width) * bars.length);
    return Math.min(Math.max(place, 0), bars.length - 1);
  };
  let from = null;
  let moved = false;
  const show = (to) => {
    const [low, high] = [Math.min(from, to), Math.max(from, to)];
    bars.forEach((bar, n) => bar.classList.toggle("dragged", n >= low && n <= high));
  };
  timeline.addEventListener("pointerdown", (event) => {
    if (event.button === 0) [from, moved] = [at(event), false];
  });
  timeline.addEventListener("pointermove", (event) => {
    if (from === null) return;
    moved = moved || at(event) !== from;
    if (moved) show(at(event));
  });
  window.addEventListener("pointerup", (event) => {
    if (from === null) return;
    const [start, end] = [from, at(event)];
    from = null;
    if (!moved) return;
    const address = new URL(window.location.href);
    address.pathname = "/search";
    address.searchParams.set("from", bars[Math.min(start, end)].dataset.period);
    address.searchParams.set("to", bars[Math.max(start, end)].dataset.period);
    address.searchParams.delete("page");
    window.location.assign(address);
  });
  timeline.addEventListener("click", (event) => { if (moved) event.preventDefault(); });
  timeline.addEventListener("dragstart", (event) => event.preventDefault());
}

// A button beside each text that is worth copying.
for (const source of document.querySelectorAll("[data-copy]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = source.dataset.copy;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(source.textContent.trim());
    button.textContent = source.dataset.copied;
  });
  source.after(button);
}
