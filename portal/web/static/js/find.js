// "Help me find help" without leaving the page: answers live in this page's memory and nowhere else, so Back works
// and nothing is stored. Without this script every page is an ordinary form, and the server does the same.
const main = document.querySelector("#main");
const steps = [];
const typed = new Map();
let at = 0;

const step = (root) => root.querySelector("[data-find-step]");

function remember(form) {
  if (!form) return;
  for (const name of new Set([...form.elements].map((box) => box.name).filter(Boolean))) typed.delete(name);
  for (const [name, value] of new FormData(form)) typed.set(name, [...(typed.get(name) ?? []), value]);
}

function show(fresh, title) {
  step(main).replaceWith(fresh);
  document.title = title;
  for (const button of fresh.querySelectorAll("[data-print][hidden]")) button.hidden = false;
  scrollTo(0, 0);
  const summary = fresh.querySelector(".nhsuk-error-summary");
  const first = summary ?? main;
  first.tabIndex = -1;
  first.focus({ preventScroll: true });
}

// What was typed on later pages comes along too, when somebody went back and goes on again.
function answers(form, submitter) {
  const data = new URLSearchParams(new FormData(form, submitter));
  for (const [name, values] of typed) {
    if (name !== "at" && name !== "go" && !form.elements.namedItem(name)) values.forEach((value) => data.append(name, value));
  }
  return data;
}

function send(form, submitter) {
  const asked = new XMLHttpRequest();
  asked.open("POST", form.action);
  asked.responseType = "document";
  const plainly = () => {
    const go = Object.assign(document.createElement("input"), { type: "hidden", name: "go", value: submitter?.value ?? "on" });
    form.append(go);
    form.submit();
  };
  asked.addEventListener("load", () => {
    const fresh = asked.responseXML && step(asked.responseXML);
    if (!fresh) return plainly();
    steps[at] = { nodes: step(main), title: document.title };
    if (asked.status !== 422) {
      at += 1;
      steps.length = at;
      history.pushState({ find: at }, "");
    }
    show(document.importNode(fresh, true), asked.responseXML.title);
    // The bar of numbers at the foot differs from page to page.
    const bar = document.querySelector(".fd-footer .fd-help");
    const newBar = asked.responseXML.querySelector(".fd-footer .fd-help");
    if (bar) bar.hidden = !newBar;
  });
  asked.addEventListener("error", plainly);
  asked.send(answers(form, submitter));
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.hasAttribute("data-find") || event.defaultPrevented) return;
  event.preventDefault();
  remember(form);
  if (event.submitter?.value === "back" && at > 0) history.back();
  else send(form, event.submitter);
});

addEventListener("popstate", (event) => {
  const wanted = event.state?.find ?? 0;
  if (wanted === at) return;
  remember(step(main).querySelector("form[data-find]"));
  steps[at] = { nodes: step(main), title: document.title };
  // A page that this memory does not hold is gone, as promised.
  if (!steps[wanted]) return location.replace(location.pathname);
  at = wanted;
  show(steps[at].nodes, steps[at].title);
  const bar = document.querySelector(".fd-footer .fd-help");
  if (bar) bar.hidden = false;
});
