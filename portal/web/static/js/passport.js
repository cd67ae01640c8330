// My plan for a hard time: words stay on this device, and only after somebody asked for that. Nothing here sends anything.
const KEY = "plan-for-a-hard-time";
const form = document.querySelector("[data-passport]");
const plan = document.querySelector("[data-plan]");

// Which paper: the page's own style knows both.
for (const sizes of document.querySelectorAll("[data-sizes]")) {
  sizes.hidden = false;
  sizes.addEventListener("change", (event) => {
    document.body.classList.toggle("fd-passport--a5", event.target.value === "a5");
  });
}

if (form) {
  const boxes = [...form.querySelectorAll("textarea")];
  const keep = form.querySelector("[data-keep]");
  const said = form.querySelector("[data-said]");
  const device = form.querySelector("[data-device]");
  device.hidden = false;

  const words = () => Object.fromEntries(boxes.map((box) => [box.name, box.value]));
  const anything = () => boxes.some((box) => box.value.trim());
  const say = (what) => { said.textContent = said.dataset[what] ?? ""; };

  // In a line from right to left the parts of a phone number would change places.
  const spoken = (text) => text.split(/(\+?\p{Nd}[\p{Nd} ()-]{3,}\p{Nd})/u).map((piece, at) => {
    if (at % 2 === 0) return piece;
    const number = document.createElement("bdi");
    number.dir = "ltr";
    number.textContent = piece;
    return number;
  });

  // On paper stands what is on the screen; with no word at all, lines to write on.
  const draw = () => {
    plan.dataset.plan = anything() ? "filled" : "empty";
    for (const box of boxes) {
      const part = plan.querySelector(`[data-part="${box.name}"]`);
      part.querySelector("p").replaceChildren(...spoken(box.value.trim()));
      part.hidden = anything() && !box.value.trim();
    }
  };

  const store = () => {
    try {
      localStorage.setItem(KEY, JSON.stringify(words()));
      return true;
    } catch {
      keep.checked = false;
      say("full");
      return false;
    }
  };

  const forget = () => {
    try {
      localStorage.removeItem(KEY);
    } catch {
      // A browser that keeps nothing has nothing to forget.
    }
  };

  const bring = () => {
    let kept;
    try {
      kept = JSON.parse(localStorage.getItem(KEY));
    } catch {
      kept = null;
    }
    if (!kept) return;
    keep.checked = true;
    say("kept");
    // What the server sent back to be put right is newer than what is kept here.
    if (anything()) return;
    for (const box of boxes) box.value = typeof kept[box.name] === "string" ? kept[box.name] : "";
  };

  form.addEventListener("input", (event) => {
    if (event.target.localName !== "textarea") return;
    draw();
    if (keep.checked) store();
  });

  keep.addEventListener("change", () => {
    if (!keep.checked) {
      forget();
      say("unkept");
    } else if (store()) say("kept");
  });

  form.querySelector("[data-wipe]").addEventListener("click", () => {
    forget();
    keep.checked = false;
    for (const box of boxes) box.value = "";
    draw();
    say("wiped");
  });

  // Wiped or left in another tab: what is written here from now on is kept no longer.
  addEventListener("storage", (event) => {
    if ((event.key === KEY || event.key === null) && event.newValue === null) keep.checked = false;
  });

  bring();
  draw();
}
