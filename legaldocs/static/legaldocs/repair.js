// The repair screen under the hands: keys for every button, words to split at by selecting them, and the place kept.
"use strict";

const repair = {
  form: () => document.getElementById("sua"),
  lines: () => document.getElementById("cac-dong"),
  chosen: () => document.querySelector("#cac-dong input:checked"),
};
let place = 0;
let treePlace = 0;
let saving = false;

// What is pressed while an answer is on its way waits for it: what stands in the form now is about to be replaced.
let onItsWay = false;
const held = [];

function whenAnswered(act) {
  held.push(act);
  while (held.length && !onItsWay) { held.shift()(); }
}

function choose(radio, { focus = true } = {}) {
  if (!radio) { return; }
  radio.checked = true;
  if (focus) { radio.focus({ preventScroll: true }); }
  radio.closest("label").scrollIntoView({ block: "nearest" });
  fillHeading();
  showUnit();
}

// The unit that the chosen line stands in, marked in the tree.
function showUnit() {
  const links = [...document.querySelectorAll("#cay a[data-line]")];
  const line = Number(repair.chosen()?.value ?? -1);
  const holder = links.filter((link) => Number(link.dataset.line) <= line).pop();
  links.forEach((link) => link.toggleAttribute("aria-current", link === holder));
  holder?.setAttribute("aria-current", "true");
  holder?.scrollIntoView({ block: "nearest" });
}

// The heading that can be edited is that of the unit which the chosen line opens.
function fillHeading() {
  const chosen = repair.chosen();
  document.getElementById("heading").value = chosen ? chosen.dataset.heading : "";
}

// All that stands behind the beginning of the selection becomes the second line.
function takeSelection() {
  const selection = window.getSelection();
  if (!selection.rangeCount || selection.isCollapsed) { return; }
  const text = selection.getRangeAt(0).startContainer.parentElement?.closest(".repair-text");
  if (!text) { return; }
  const range = document.createRange();
  range.selectNodeContents(text);
  range.setStart(selection.getRangeAt(0).startContainer, selection.getRangeAt(0).startOffset);
  document.getElementById("words").value = range.toString().trim();
  choose(text.closest("label").querySelector("input"), { focus: false });
}

function press(selector) {
  whenAnswered(() => {
    const button = repair.form().querySelector(selector);
    if (button && !button.disabled) { button.click(); }
  });
}

function step(by) {
  const lines = [...document.querySelectorAll("#cac-dong input")];
  choose(lines[lines.indexOf(repair.chosen()) + by]);
}

function pressKey(event) {
  const form = repair.form();
  if (!form || event.altKey || event.isComposing) { return; }
  const typing = event.target.closest("input:not([type=radio]), textarea, select");
  if (event.ctrlKey || event.metaKey) {
    if (typing) { return; }
    const letter = event.key.toLowerCase();
    if (letter === "z" && !event.shiftKey) { event.preventDefault(); press("[data-undo]"); }
    if (letter === "y" || (letter === "z" && event.shiftKey)) { event.preventDefault(); press("[data-redo]"); }
    return;
  }
  if (typing) {
    // Enter in a field does what the button beside it does.
    if (event.key === "Enter" && ["words", "heading"].includes(event.target.id)) {
      event.preventDefault();
      press(event.target.id === "words" ? "[value=SPLIT]" : "[value=HEADING]");
    }
    if (event.key === "Escape") { repair.chosen()?.focus(); }
    return;
  }
  const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (by && onItsWay) { event.preventDefault(); whenAnswered(() => step(by)); }
  const key = CSS.escape(event.key.toLowerCase());
  const field = form.querySelector(`[data-focus-key="${key}"]`);
  if (field) { event.preventDefault(); field.focus(); field.select(); }
  if (form.querySelector(`[data-key="${key}"]`)) { event.preventDefault(); press(`[data-key="${key}"]`); }
}

document.addEventListener("keydown", pressKey);
document.addEventListener("mouseup", (event) => { if (event.target.closest?.("#cac-dong")) { setTimeout(takeSelection, 0); } });
document.addEventListener("change", (event) => { if (event.target.name === "line") { fillHeading(); showUnit(); } });
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("#cay a[data-line]");
  if (link) { event.preventDefault(); choose(document.getElementById(`dong-${link.dataset.line}`)); }
});
document.addEventListener("submit", (event) => {
  if (event.submitter?.matches("[data-save]")) { saving = true; setTimeout(() => { event.submitter.disabled = true; }, 0); }
});
document.addEventListener("htmx:beforeSend", () => { onItsWay = true; });
document.addEventListener("htmx:afterRequest", () => {
  onItsWay = false;
  whenAnswered(() => {});
});
document.addEventListener("htmx:beforeSwap", () => {
  place = repair.lines()?.scrollTop ?? 0;
  treePlace = document.getElementById("cay")?.scrollTop ?? 0;
});
document.addEventListener("htmx:afterSettle", () => {
  if (!repair.lines()) { return; }
  repair.lines().scrollTop = place;
  document.getElementById("cay").scrollTop = treePlace;
  choose(repair.chosen());
});
window.addEventListener("beforeunload", (event) => {
  if (!saving && repair.form()?.hasAttribute("data-changed")) { event.preventDefault(); }
});
choose(repair.chosen());
