// The words of a search, marked in the text that it found: all of them in the provision opened, elsewhere only where two or
// more stand side by side, so that a common word does not colour the whole text.
"use strict";

const asked = new URLSearchParams(location.search).get("tim");
const text = document.querySelector(".law");

function folded(word) {
  return word.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replaceAll("đ", "d").replace(/^0+(?=\d)/, "");
}

// The runs of a text that are asked for, as [start, end, words]: words with nothing but a blank between them are one run.
function runsOf(value, words) {
  const runs = [];
  for (const match of value.matchAll(/[\p{L}\p{M}\p{N}]+(?:[.,/-][\p{L}\p{M}\p{N}]+)*%?/gu)) {
    if (!words.has(folded(match[0]))) { continue; }
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

function markAll(words) {
  const opened = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const inside = (node) => opened && node.parentElement.closest(".law-unit")?.id.startsWith(opened.id);
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  const nodes = [];
  while (walker.nextNode()) { nodes.push(walker.currentNode); }
  for (const node of nodes) {
    if (node.parentElement.closest(".law-anchor, .law-note")) { continue; }
    const least = inside(node) || words.size === 1 ? 1 : 2;
    mark(node, runsOf(node.nodeValue, words).filter((run) => run[2] >= least));
  }
  if (opened) { opened.scrollIntoView(); }
}

if (asked && text) { markAll(new Set(asked.split(" ").map(folded))); }
