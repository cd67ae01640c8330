// "Leave this site": blank at once, forget what was written, open a neutral page, and never come back with Back.
// Loaded early and without blocking. Without this script the button is an ordinary form and the server does the rest.
(function () {
  "use strict";
  var WINDOW = 5000;
  var root = document.documentElement;
  var presses = [];
  var alone = false;
  var leaving = false;

  function blank() {
    root.style.setProperty("display", "none", "important");
    root.hidden = true;
    document.title = " ";
  }

  function neutral() {
    return root.getAttribute("data-leave");
  }

  function leave() {
    if (leaving) return;
    leaving = true;
    blank();
    try {
      localStorage.clear();
    } catch (error) {
      // A browser that keeps nothing has nothing to forget.
    }
    document.cookie = "left=1; path=/; max-age=600; samesite=lax" + (location.protocol === "https:" ? "; secure" : "");
    try {
      fetch("/exit", { method: "POST", keepalive: true, credentials: "same-origin", redirect: "manual" }).catch(function () {});
    } catch (error) {
      navigator.sendBeacon("/exit");
    }
    location.replace(neutral());
  }

  function hasLeft() {
    return /(?:^|;\s*)left=1/.test(document.cookie);
  }

  function cameBack() {
    var navigation = performance.getEntriesByType("navigation")[0];
    return Boolean(navigation && navigation.type === "back_forward");
  }

  function stayAway() {
    blank();
    location.replace(neutral());
  }

  // Back shows nothing of before; somebody who comes again on purpose, by address or link, is welcome, and what
  // they open from then on may be gone back to.
  function openedAgain() {
    return Boolean(history.state && history.state.again);
  }

  if (hasLeft() && cameBack() && !openedAgain()) stayAway();
  if (hasLeft() && !cameBack()) history.replaceState({ again: true }, "");
  window.addEventListener("pageshow", function (event) {
    if (hasLeft() && (event.persisted || cameBack()) && !openedAgain()) stayAway();
  });

  document.addEventListener("submit", function (event) {
    if (event.target.hasAttribute("data-leave-form")) {
      event.preventDefault();
      leave();
    }
  }, true);

  // Phone keyboards send Shift for capital letters, so three of them only count on a real keyboard.
  function realKeyboard(event) {
    return event.isTrusted && event.code && !event.isComposing && event.keyCode !== 229 && !matchMedia("(pointer: coarse)").matches;
  }

  document.addEventListener("keydown", function (event) {
    alone = event.key === "Shift" && !event.repeat && !event.ctrlKey && !event.altKey && !event.metaKey;
    if (event.key !== "Shift") presses = [];
  }, true);

  document.addEventListener("keyup", function (event) {
    if (event.key !== "Shift" || !alone || !realKeyboard(event)) return;
    alone = false;
    var now = event.timeStamp;
    presses = presses.filter(function (earlier) { return now - earlier < WINDOW; });
    presses.push(now);
    if (presses.length >= 3) leave();
  }, true);

  document.addEventListener("pointerdown", function () { presses = []; }, true);
})();
