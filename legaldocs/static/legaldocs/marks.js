// The words of a search, marked in the text that it found: all of them in the provision opened, elsewhere only where two or
// more stand side by side, so that a common word does not colour the whole text. Phrases (in quotes) only where they are whole.
"use strict";

const asked = new URLSearchParams(location.search).get("tim");
const text = document.querySelector(".law");

// Small letters with one place for the tone mark (hoà is hòa) and no padding.
function exact(word) {
  const small = word.toLowerCase().normalize("NFC").replace(/^0+(?=\d)/, "").replace(/\s/g, "");
  return small.replace(/(o)([àáảãạ])$|(o)([èéẻẽẹ])$|(?<!q)(u)([ỳýỷỹỵ])$/u, (pair) => {
    const [first, second] = pair.normalize("NFD").match(/\p{L}\p{M}*/gu);
    return (first + second.slice(1)).normalize("NFC") + second[0];
  });
}

function folded(word) {
  return exact(word).normalize("NFD").replace(/\p{M}/gu, "").replaceAll("đ", "d");
}

const WORD = /[\p{L}\p{M}\p{N}]+(?:[.,/-][\p{L}\p{M}\p{N}]+)*(?:\s?%)?/gu;

function tokensOf(value, form) {
  return [...value.matchAll(WORD)].map((match) => ({ start: match.index, end: match.index + match[0].length, form: form(match[0]) }));
}

// Which of the tokens belong to a phrase that stands there whole.
function inPhrases(tokens, phrases) {
  const found = new Set();
  for (const phrase of phrases) {
    for (let first = 0; first + phrase.length <= tokens.length; first += 1) {
      if (phrase.every((word, place) => tokens[first + place].form === word)) {
        phrase.forEach((_, place) => found.add(tokens[first + place]));
      }
    }
  }
  return found;
}

// The runs of a text that are asked for, as [start, end, words]: words with nothing but a blank between them are one run.
function runsOf(value, words, phrases, form) {
  const runs = [];
  const tokens = tokensOf(value, form);
  const whole = inPhrases(tokens, phrases);
  for (const token of tokens) {
    if (!words.has(token.form) && !whole.has(token)) { continue; }
    const last = runs.at(-1);
    if (last && value.slice(last[1], token.start) === " ") {
      last[1] = token.end;
      last[2] += 1;
    } else {
      runs.push([token.start, token.end, 1]);
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

function markAll(words, phrases, form) {
  const opened = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const inside = (node) => opened && node.parentElement.closest(".law-unit")?.id.startsWith(opened.id);
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  const nodes = [];
  while (walker.nextNode()) { nodes.push(walker.currentNode); }
  for (const node of nodes) {
    if (node.parentElement.closest(".law-anchor, .law-note")) { continue; }
    const least = inside(node) || words.size + phrases.length === 1 ? 1 : 2;
    mark(node, runsOf(node.nodeValue, words, phrases, form).filter((run) => run[2] >= least));
  }
  if (opened) { opened.scrollIntoView(); }
}

// Who types accents means them; who types none finds every accent.
if (asked && text) {
  const accented = (words) => words.some((word) => exact(word) !== folded(word));
  const phrases = [...asked.matchAll(/"([^"]+)"/g)].map((match) => match[1].split(" "));
  const typed = asked.replace(/"[^"]*"?/g, " ").split(" ").filter(Boolean);
  const form = accented([...typed, ...phrases.flat()]) ? exact : folded;
  markAll(new Set(typed.map(form)), phrases.map((phrase) => phrase.map(form)), form);
}
