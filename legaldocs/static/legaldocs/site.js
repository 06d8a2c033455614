// What plain pages cannot do by themselves: dropping a file, sending a filter on change, one click one submit.
"use strict";

function showChosen(zone) {
  const input = zone.querySelector("input[type=file]");
  const shown = zone.querySelector("[data-file-chosen]");
  const files = [...input.files].map((file) => `${file.name} (${Math.max(1, Math.round(file.size / 1024)).toLocaleString("vi")} KB)`);
  shown.textContent = files.length > 1 ? `Đã chọn ${files.length} tệp: ${files.join("; ")}` : files.length ? `Đã chọn: ${files[0]}` : "";
}

function wireFileDrop(zone) {
  const input = zone.querySelector("input[type=file]");
  input.addEventListener("change", () => showChosen(zone));
  for (const name of ["dragenter", "dragover"]) {
    zone.addEventListener(name, (event) => { event.preventDefault(); zone.classList.add("is-over"); });
  }
  for (const name of ["dragleave", "drop"]) {
    zone.addEventListener(name, () => zone.classList.remove("is-over"));
  }
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer.files.length) {
      input.files = event.dataTransfer.files;
      showChosen(zone);
    }
  });
}

// A form that is on its way is not sent a second time; coming back to the page frees it.
function wireSubmitOnce(form) {
  form.addEventListener("submit", () => {
    const button = form.querySelector("button[type=submit], button:not([type])");
    if (button) { setTimeout(() => { button.disabled = true; button.setAttribute("aria-busy", "true"); }, 0); }
  });
}

function wire(root) {
  root.querySelectorAll("[data-file-drop]").forEach(wireFileDrop);
  root.querySelectorAll("form[method=post]:not([data-many])").forEach(wireSubmitOnce);
  root.querySelectorAll("[data-send-on-change]").forEach((field) => field.addEventListener("change", () => field.form.requestSubmit()));
  root.querySelectorAll("[data-print]").forEach((button) => button.addEventListener("click", () => window.print()));
}

wire(document);
document.addEventListener("htmx:load", (event) => { if (event.target !== document.body) { wire(event.target); } });
window.addEventListener("pageshow", () => {
  document.querySelectorAll("button[aria-busy=true]").forEach((button) => { button.disabled = false; button.removeAttribute("aria-busy"); });
});
// "/" goes to the search box, as in other reading rooms.
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && !event.target.closest("input, textarea, select, [contenteditable]")) {
    const box = document.getElementById("top-search");
    if (box) { event.preventDefault(); box.focus(); }
  }
});
// The browser's own word for a box left empty comes in the language of the browser, which is often English.
document.addEventListener("invalid", (event) => {
  if (event.target.validity.valueMissing) {
    const chosen = event.target.matches("select, [type=radio], [type=checkbox], [type=file]");
    event.target.setCustomValidity(chosen ? "Hãy chọn ở mục này." : "Hãy điền ô này.");
  }
}, true);
for (const name of ["input", "change"]) {
  document.addEventListener(name, (event) => {
    const group = event.target.type === "radio" ? document.querySelectorAll(`[name="${CSS.escape(event.target.name)}"]`) : [event.target];
    group.forEach((field) => field.setCustomValidity?.(""));
  }, true);
}
