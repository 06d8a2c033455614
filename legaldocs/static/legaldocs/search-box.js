// What the search boxes and the results do beyond plain pages: offers while one types, results by keys, citations to copy.
// Without script the boxes are plain boxes and nothing is missing.
"use strict";

let boxes = 0;

// A box that offers documents whose number or title begins as what is typed; arrows choose, Enter opens.
function wireOffers(box) {
  const id = `offers-${boxes += 1}`;
  const frame = document.createElement("div");
  frame.className = "offers-frame";
  box.replaceWith(frame);
  const list = document.createElement("ul");
  Object.assign(list, { className: "offers", id, hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Văn bản có số hoặc tên gọi như đang gõ");
  const told = document.createElement("span");
  told.className = "visually-hidden";
  told.setAttribute("role", "status");
  frame.append(box, list, told);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": id, "aria-expanded": "false" })) {
    box.setAttribute(name, value);
  }
  const options = () => [...list.querySelectorAll("[role=option]")];
  const chosen = () => list.querySelector("[aria-selected=true]");

  function close() {
    list.hidden = true;
    list.replaceChildren();
    told.textContent = "";
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  }

  function choose(option) {
    chosen()?.setAttribute("aria-selected", "false");
    if (!option) { box.removeAttribute("aria-activedescendant"); return; }
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    box.setAttribute("aria-activedescendant", option.id);
  }

  function show(names, addresses) {
    if (!names.length || document.activeElement !== box) { close(); return; }
    list.replaceChildren(...names.map((name, place) => {
      const option = document.createElement("li");
      Object.assign(option, { id: `${id}-${place}`, textContent: name, title: name });
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dataset.address = addresses[place];
      return option;
    }));
    list.hidden = false;
    box.setAttribute("aria-expanded", "true");
    told.textContent = `${names.length} văn bản; dùng phím mũi tên để chọn, Enter để mở.`;
  }

  // Only the last question may still be answered: not one that was typed over, sent or put away with Escape meanwhile.
  let pause = 0;
  let asked = 0;
  function forget() { clearTimeout(pause); asked += 1; }

  async function offer() {
    const typed = box.value.trim();
    if (typed.length < 2 || typed.length > 80) { close(); return; }
    const mine = asked;
    const address = new URL(box.dataset.offers, location.origin);
    address.searchParams.set("q", typed);
    const found = await fetch(address).then((answer) => (answer.ok ? answer.json() : {})).catch(() => ({}));
    if (mine === asked) { show(found.suggestions ?? [], found.addresses ?? []); }
  }

  box.addEventListener("input", () => { forget(); pause = setTimeout(offer, 150); });
  box.addEventListener("blur", () => { forget(); close(); });
  box.addEventListener("keydown", (event) => {
    const all = options();
    if (event.key === "Escape") {
      forget();
      if (all.length) { event.preventDefault(); close(); }
      return;
    }
    if (event.key === "Enter") {
      forget();
      if (chosen()) { event.preventDefault(); location.assign(chosen().dataset.address); }
      return;
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !all.length) { return; }
    event.preventDefault();
    const next = all.indexOf(chosen()) + step;
    choose(next === -2 ? all.at(-1) : all[next]);
  });
  list.addEventListener("mousedown", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) { event.preventDefault(); location.assign(option.dataset.address); }
  });
}

// A question too long for an address is stopped here, with the reason: the server would never get to read it. On the document,
// after site.js has cleared the field of its own remarks.
function checkLength({ target: box }) {
  const most = Number(box.dataset?.longest);
  if (!most || box.value.length <= most) { return; }
  const [typed, allowed] = [box.value.length, most].map((number) => number.toLocaleString("vi"));
  box.setCustomValidity(`Câu tìm có ${typed} ký tự, nhiều nhất là ${allowed}. Hãy rút gọn còn những từ chính.`);
  box.reportValidity();
}
for (const name of ["input", "change"]) { document.addEventListener(name, checkLength); }

async function copy(text) {
  if (navigator.clipboard && window.isSecureContext) { await navigator.clipboard.writeText(text); return; }
  const field = document.createElement("textarea");  // pages inside an office often come without https
  Object.assign(field, { value: text, readOnly: true });
  field.className = "visually-hidden";
  document.body.append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
}

function wireCopy(button) {
  const label = button.textContent;
  button.hidden = false;
  button.title = button.dataset.copy;
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", async () => {
    await copy(button.dataset.copy);
    button.textContent = "Đã chép";
    button.focus();
    setTimeout(() => { button.textContent = label; }, 2000);
  });
}

// j and k go from result to result, as in mail readers; Enter opens what has the focus.
document.addEventListener("keydown", (event) => {
  const step = { j: 1, k: -1 }[event.key];
  const results = [...document.querySelectorAll("[data-hit]")];
  if (!step || !results.length || event.ctrlKey || event.metaKey || event.altKey) { return; }
  if (event.target.closest("input, textarea, select, [contenteditable]")) { return; }
  const place = results.indexOf(document.activeElement) + step;
  const next = results[Math.max(0, Math.min(place, results.length - 1))];
  event.preventDefault();
  next.focus();
  next.scrollIntoView({ block: "center" });
});

document.querySelectorAll("[data-offers]").forEach(wireOffers);
document.querySelectorAll("[data-copy]").forEach(wireCopy);
