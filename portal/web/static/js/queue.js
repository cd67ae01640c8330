// Keeps the queue's clocks alive: every twenty seconds the same page is fetched and its parts are put in place, so
// that nobody's place, focus or scrolling is lost. Without it there is a link that says Refresh.
const EVERY = 20_000;
const status = document.querySelector("[data-queue-status]");

const focusedRow = () => document.activeElement?.closest("tr[data-id]")?.dataset.id;

const ids = (page) => [...page.querySelectorAll("tr[data-id]")].map((row) => row.dataset.id);

// The row that somebody works on, else the first one in sight: whatever comes in above, it stays where the eye is.
const anchor = () => focusedRow() ?? [...document.querySelectorAll("tr[data-id]")].find((row) => row.getBoundingClientRect().bottom > 0)?.dataset.id;

const heightOf = (id) => document.querySelector(`tr[data-id="${id}"]`)?.getBoundingClientRect().top;

function place(fresh) {
  const row = focusedRow(), kept = anchor(), was = scrollY > 0 || row ? heightOf(kept) : undefined;
  const order = ids(document), before = new Set(order);
  const news = ids(fresh).filter((id) => !before.has(id)).length;
  status.textContent = news ? `${news} new` : "";
  const body = document.querySelector("[data-queue] tbody");
  const newBody = fresh.querySelector("[data-queue] tbody");
  // Only the rows change: whoever listens for keys on the table still has the same table.
  if (body && newBody) body.replaceWith(document.importNode(newBody, true));
  else document.querySelector("[data-queue]").replaceChildren(...document.importNode(fresh.querySelector("[data-queue]"), true).childNodes);
  for (const old of document.querySelectorAll("[data-refresh]")) {
    const part = fresh.querySelector(`[data-refresh="${old.dataset.refresh}"]`);
    if (part && !old.contains(document.activeElement)) old.replaceWith(document.importNode(part, true));
  }
  // Somebody else may have decided about that row: then the keys go on from the next one that is still here.
  const near = row && order.slice(order.indexOf(row)).concat(order.slice(0, order.indexOf(row)).reverse());
  const still = near?.find((id) => heightOf(id) !== undefined);
  if (still) document.querySelector(`tr[data-id="${still}"] a`)?.focus({ preventScroll: true });
  const now = heightOf(kept);
  if (was !== undefined && now !== undefined) scrollBy(0, now - was);
}

function refresh() {
  // Never while somebody types here, nor where nobody looks.
  if (document.hidden || document.activeElement?.matches("input, textarea, select")) return;
  // Not fetch: only this gives a document without turning text into one, which the page's policy forbids.
  const asked = new XMLHttpRequest();
  asked.open("GET", location.href);
  asked.responseType = "document";
  asked.timeout = 20_000;
  // A page that looks by itself is nobody at the keyboard, and keeps nobody signed in.
  asked.setRequestHeader("FD-Refresh", "1");
  asked.addEventListener("load", () => {
    if (asked.status === 200 && asked.responseXML?.querySelector("[data-queue]")) {
      place(asked.responseXML);
    } else if (asked.status === 200) {
      // The stay is over: leave nothing about anybody on the screen.
      location.reload();
    } else {
      missed();
    }
  });
  asked.addEventListener("error", missed);
  asked.addEventListener("timeout", missed);
  asked.send();
}

function missed() {
  status.textContent = "The queue could not be refreshed. What you see may be old.";
}

// c opens the row at the button that takes it in hand.
document.addEventListener("keydown", (event) => {
  if (event.key !== "c" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select")) return;
  const link = document.querySelector(`tr[data-id="${focusedRow()}"] a`);
  if (link) location.href = `${link.href}#decide`;
});

setInterval(refresh, EVERY);
document.addEventListener("visibilitychange", refresh);
