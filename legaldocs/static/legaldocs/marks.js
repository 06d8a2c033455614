// The words of a search, marked in the text that it found: all of them in the provision opened, elsewhere only where two or
// more stand side by side, so that a common word does not colour the whole text.
"use strict";

const asked = new URLSearchParams(location.search).get("tim");
const text = document.querySelector(".law");

// Small letters with one place for the tone mark (hoà is hòa) and no padding.
function exact(word) {
  const small = word.toLowerCase().normalize("NFC").replace(/^0+(?=\d)/, "");
  return small.replace(/(o)([àáảãạ])$|(o)([èéẻẽẹ])$|(?<!q)(u)([ỳýỷỹỵ])$/u, (pair) => {
    const [first, second] = pair.normalize("NFD").match(/\p{L}\p{M}*/gu);
    return (first + second.slice(1)).normalize("NFC") + second[0];
  });
}

function folded(word) {
  return exact(word).normalize("NFD").replace(/\p{M}/gu, "").replaceAll("đ", "d");
}

// The runs of a text that are asked for, as [start, end, words]: words with nothing but a blank between them are one run.
function runsOf(value, words, form) {
  const runs = [];
  for (const match of value.matchAll(/[\p{L}\p{M}\p{N}]+(?:[.,/-][\p{L}\p{M}\p{N}]+)*%?/gu)) {
    if (!words.has(form(match[0]))) { continue; }
    const last = runs.at(-1);
    if (last && value.slice(last[1], match.index) === " ") {
      last[1] = match.index + match[0].length;
      last[2] += 1;
    } else {
      runs.push([match.index, match.index + match[0].length, 1]);
    }
  }
  return runs;
}

function mark(node, runs) {
  for (const [start, end] of runs.reverse()) {
    const found = node.splitText(start);
    found.splitText(end - start);
    const element = document.createElement("mark");
    found.replaceWith(element);
    element.append(found);
  }
}

function markAll(words, form) {
  const opened = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const inside = (node) => opened && node.parentElement.closest(".law-unit")?.id.startsWith(opened.id);
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  const nodes = [];
  while (walker.nextNode()) { nodes.push(walker.currentNode); }
  for (const node of nodes) {
    if (node.parentElement.closest(".law-anchor, .law-note")) { continue; }
    const least = inside(node) || words.size === 1 ? 1 : 2;
    mark(node, runsOf(node.nodeValue, words, form).filter((run) => run[2] >= least));
  }
  if (opened) { opened.scrollIntoView(); }
}

// Who types accents means them; who types none finds every accent.
if (asked && text) {
  const typed = asked.split(" ");
  const form = typed.some((word) => exact(word) !== folded(word)) ? exact : folded;
  markAll(new Set(typed.map(form)), form);
}
