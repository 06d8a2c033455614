// The desk by keyboard: from finding to finding, decide, look at both articles side by side. Without script all of it works
// by mouse: every link leads to a page of its own.
"use strict";

const desk = document.querySelector(".desk");
const dialog = document.getElementById("ben-canh");
const reasons = document.getElementById("ly-do-gan-day");
let current = null;

function findings(selector = "") {
  return [...desk.querySelectorAll(`.finding${selector}`)];
}

function isOpen(card) {
  return card.classList.contains("finding-is-OPEN") && !card.classList.contains("finding-RELATED");
}

// The finding under work, and the provision of the draft that it is about, are shown as such.
function take(card) {
  desk.querySelectorAll(".is-current, .is-met").forEach((each) => each.classList.remove("is-current", "is-met"));
  current = card;
  card.classList.add("is-current");
  const path = card.dataset.place;
  const met = [...desk.querySelectorAll(".desk-draft [id]")].filter((each) => each.id === path || each.id.startsWith(`${path}/`));
  met.forEach((each) => each.classList.add("is-met"));
  if (met.length) {
    const article = met[0].closest(".desk-draft");
    article.scrollTop += met[0].getBoundingClientRect().top - article.getBoundingClientRect().top - 60;
  }
}

function go(card) {
  if (!card) { return; }
  take(card);
  card.focus({ preventScroll: true });
  card.scrollIntoView({ block: "nearest" });
  const box = card.getBoundingClientRect();
  if (box.top < 70 || box.bottom > innerHeight) { card.scrollIntoView({ block: "start" }); }
}

// Where the finding under work stands among all; before the first one where none is.
function place() {
  const all = findings();
  const at = current && current.isConnected ? all.indexOf(current) : -1;
  return [all, at];
}

// Findings of later articles come as one scrolls to them: the keys fetch those before the next one first.
let waiting = null;
function fetched(next, again) {
  const precedes = (one, other) => !one || !other || Boolean(one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING);
  const later = [...desk.querySelectorAll("[data-later] a")].find((each) => precedes(current, each));
  if (!later || !precedes(later, next)) { return true; }
  waiting = again;
  later.click();
  return false;
}

function step(by) {
  const [all, at] = place();
  const next = at < 0 ? all[0] : all[at + by];
  if (by < 0 || fetched(next, () => step(by))) { go(next); }
}

function nextOpen() {
  const [all, at] = place();
  const next = all.slice(at + 1).find(isOpen);
  if (fetched(next, nextOpen)) { go(next ?? all.find(isOpen)); }
}

// The letter of a decision leads to the reason; Enter there takes it.
function decide(key) {
  const button = current?.querySelector(`[data-key="${key}"]`);
  if (!button) { return; }
  const box = current.querySelector("textarea");
  box.dataset.pending = key;
  box.focus();
  box.select();
}

const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  n: nextOpen,
  x: () => decide("x"),
  b: () => decide("b"),
  o: () => current?.querySelector("[data-beside]")?.click(),
};

document.addEventListener("keydown", (event) => {
  const box = event.target.closest("textarea, input, select");
  if (box) {
    if (event.key === "Escape") { delete box.dataset.pending; box.blur(); current?.focus({ preventScroll: true }); }
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing && box.dataset.pending) {
      event.preventDefault();
      box.form.querySelector(`[data-key="${box.dataset.pending}"]`).click();
    }
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || dialog.open) { return; }
  const act = KEYS[event.key.toLowerCase()];
  if (act) { event.preventDefault(); act(); }
});

// A click into a finding takes it; a reason used before is put in by a click.
desk.addEventListener("focusin", (event) => {
  const card = event.target.closest(".finding");
  if (card && card !== current) { take(card); }
});
document.addEventListener("focusin", (event) => {
  const box = event.target.closest(".decide textarea");
  if (box && reasons.childElementCount) { box.form.append(reasons); reasons.hidden = false; }
});
reasons.addEventListener("click", (event) => {
  const button = event.target.closest("[data-reason]");
  if (!button) { return; }
  const box = reasons.closest("form").querySelector("textarea");
  box.value = button.textContent;
  box.focus();
});

// A card that was decided comes back as a new one: the work goes on at the next that waits. The list of reasons stays.
let decided = null;
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target.contains(reasons)) { reasons.hidden = true; desk.after(reasons); }
  decided = event.detail.target.matches(".finding") ? event.detail.target.querySelector("textarea")?.dataset.pending : null;
});
document.addEventListener("htmx:afterSettle", (event) => {
  if (waiting && !event.detail.elt.closest?.("[data-later]")) {
    const again = waiting;
    waiting = null;
    again();
    return;
  }
  const card = event.detail.elt;
  if (card.matches?.(".finding") && decided) {
    take(card);
    decided = null;
    nextOpen();
  }
});

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id !== "ben-canh-noi-dung") { return; }
  if (!dialog.open) { dialog.showModal(); }
  // The very provision may stand far down in a long article: as little is passed over as brings it into sight.
  dialog.scrollTop = 0;
  dialog.querySelector(".whole-met")?.scrollIntoView({ block: "nearest" });
});

// An address that names a finding opens at it.
const named = location.hash.startsWith("#phat-hien-") && document.getElementById(location.hash.slice(1));
if (named) { take(named); }
