// Small comforts. Every page works without them.

// What needs another look gets the focus when a form comes back, and its links go to the question, not only to the box.
const summary = document.querySelector(".nhsuk-error-summary");
if (summary) {
  summary.tabIndex = -1;
  summary.focus();
  summary.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const box = link && document.getElementById(link.hash.slice(1));
    if (!box) return;
    event.preventDefault();
    const question = box.closest("fieldset")?.querySelector("legend") ?? document.querySelector(`label[for='${CSS.escape(box.id)}']`);
    (question ?? box).scrollIntoView();
    box.focus({ preventScroll: true });
  });
}

// How many letters are left. Sighted readers see it at once; listeners hear it when they pause.
for (const group of document.querySelectorAll("[data-module='nhsuk-character-count']")) {
  const box = group.querySelector("textarea");
  const seen = group.querySelector(".nhsuk-character-count__message");
  const limit = Number(group.dataset.maxlength);
  if (!box || !seen || !limit) continue;
  const heard = document.createElement("div");
  heard.className = "nhsuk-u-visually-hidden";
  heard.setAttribute("aria-live", "polite");
  seen.after(heard);
  const plural = new Intl.PluralRules(document.documentElement.lang);
  const sentence = (kind, number) => {
    const words = group.getAttribute(`data-i18n.${kind}.${plural.select(number)}`) ?? group.getAttribute(`data-i18n.${kind}.other`);
    return (words ?? group.getAttribute(`data-i18n.${kind}`) ?? "").replace("%{count}", number);
  };
  const initial = seen.textContent;
  let pause;
  const count = () => {
    // Letters as people count them, and as the server does: by code point.
    const left = limit - [...box.value].length;
    const near = left <= limit * (1 - Number(group.dataset.threshold ?? 0) / 100);
    seen.textContent = near ? (left > 0 ? sentence("characters-under-limit", left) : left === 0 ? group.getAttribute("data-i18n.characters-at-limit") : sentence("characters-over-limit", -left)) : initial;
    seen.classList.toggle("nhsuk-error-message", left < 0);
    seen.classList.toggle("nhsuk-hint", left >= 0);
    clearTimeout(pause);
    pause = setTimeout(() => { heard.textContent = near ? seen.textContent : ""; }, 1000);
  };
  box.addEventListener("input", count);
  addEventListener("pageshow", count);
}

// "None of these" unticks the others, and they untick it.
document.addEventListener("change", (event) => {
  const box = event.target.closest(".nhsuk-checkboxes input[type='checkbox']");
  if (!box || !box.checked) return;
  const exclusive = box.dataset.behaviour === "exclusive";
  for (const other of box.closest(".nhsuk-checkboxes").querySelectorAll("input[type='checkbox']")) {
    if (other !== box && (exclusive || other.dataset.behaviour === "exclusive")) other.checked = false;
  }
});

// One press is enough: a second one within a second sends nothing twice.
document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (!button?.hasAttribute("data-once")) return;
  if (button.dataset.pressed) event.preventDefault();
  button.dataset.pressed = "yes";
  setTimeout(() => { delete button.dataset.pressed; }, 1000);
});

// Staff tables by keyboard: j and k move, Enter opens. Never while somebody types.
if (document.querySelector("table[data-keys]")) {
  const links = () => [...document.querySelectorAll("table[data-keys] tbody tr")].map((row) => row.querySelector("a")).filter(Boolean);
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, [contenteditable]")) return;
    const step = { j: 1, k: -1 }[event.key];
    if (!step) return;
    const all = links();
    const here = all.findIndex((link) => link.closest("tr").contains(document.activeElement));
    const next = here < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(here + step, 0), all.length - 1);
    all[next]?.focus();
    event.preventDefault();
  });
}

// Copying and printing, where a page offers a button for it.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy], [data-print]");
  if (!button) return;
  if (button.hasAttribute("data-print")) return print();
  await navigator.clipboard.writeText(document.querySelector(button.dataset.copy).textContent.trim());
  if (button.dataset.done) button.textContent = button.dataset.done;
});
for (const button of document.querySelectorAll("[data-copy][hidden], [data-print][hidden]")) button.hidden = false;
