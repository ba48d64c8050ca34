// Keys of the desk. Everything it does can be done without it: it clicks links and buttons that are there.
"use strict";

(() => {
  let waitsForWay = false;

  // Who speaks to the machine, or strikes keys by accident, does without single letters (WCAG 2.1.4).
  const KEYS = "desk-keys";
  const hasKeys = () => localStorage.getItem(KEYS) !== "off";

  const typing = (element) =>
    element instanceof HTMLElement &&
    (element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName));

  const items = () => [...document.querySelectorAll("[data-item]")];

  const chosen = () => document.activeElement?.closest?.("[data-item]") ?? null;

  function choose(step) {
    const all = items();
    if (all.length === 0) return;
    const at = all.indexOf(chosen());
    const next = at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + step, 0), all.length - 1);
    all[next].focus();
    all[next].scrollIntoView({ block: "nearest" });
  }

  function fill(details) {
    const field = details.querySelector("input:not([type=hidden]), textarea") ?? details.querySelector("select");
    field?.focus();
  }

  // A key of a decision counts in the chosen item first, then where there is only one item, then on the page.
  function press(key) {
    const wanted = `[data-key="${CSS.escape(key)}"]`;
    const among = chosen() ?? (items().length === 1 ? items()[0] : null);
    const button = among?.querySelector(wanted) ?? document.querySelector(`${wanted}[data-anywhere], .said ${wanted}`);
    if (!button) return false;
    if (button.matches("summary") && button.parentElement.open) fill(button.parentElement);
    else button.click();
    return true;
  }

  function open() {
    const item = chosen();
    const link = item?.matches("a") ? item : item?.querySelector("a[data-open], a[href]");
    if (!link || document.activeElement !== item) return false;
    link.click();
    return true;
  }

  const deeds = {
    "/": () => document.querySelector("[data-search]")?.focus(),
    "?": () => document.getElementById("help")?.showModal(),
    j: () => choose(1),
    k: () => choose(-1),
    n: () => document.querySelector("[data-after]")?.click(),
    b: () => document.querySelector("[data-before]")?.click(),
  };

  document.addEventListener("keydown", (event) => {
    // A key that is held down decides nothing more.
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (event.key === "Escape" && typing(event.target)) event.target.blur();
    if (typing(event.target) || document.querySelector("dialog[open]")) return;
    if (event.key.length === 1 && !hasKeys()) return;
    if (waitsForWay) {
      waitsForWay = false;
      const way = document.querySelector(`[data-way="${CSS.escape(event.key)}"]`);
      if (way) {
        event.preventDefault();
        way.click();
        return;
      }
    }
    if (event.key === "g") {
      waitsForWay = true;
      return;
    }
    if (event.key === "Enter" ? open() : event.key.length === 1 && press(event.key)) {
      event.preventDefault();
      return;
    }
    const deed = deeds[event.key];
    if (deed) {
      event.preventDefault();
      deed();
    }
  });

  document.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest("[data-help]")) deeds["?"]();
  });

  // What opens to be filled in is ready to be typed into.
  document.addEventListener("click", (event) => {
    const details = event.target instanceof Element && event.target.closest("summary")?.parentElement;
    if (!details || details.open) return;
    setTimeout(() => fill(details));
  });

  // A form of filters sends itself when a choice is made; its button stays for whoever has no script.
  document.addEventListener("change", (event) => {
    const form = event.target instanceof HTMLSelectElement && event.target.closest("form[data-auto]");
    if (form) form.requestSubmit();
  });

  // What is not easily taken back is asked for once more.
  document.addEventListener("submit", (event) => {
    const question = event.target instanceof Element && event.target.getAttribute("data-confirm");
    if (question && !window.confirm(question)) event.preventDefault();
  });

  // After a decision the next item is the chosen one, so that the next key decides it.
  document.addEventListener("htmx:afterSettle", () => {
    const next = document.querySelector("[data-item][data-next]");
    if (next && !typing(document.activeElement)) next.focus({ preventScroll: false });
  });

  document.addEventListener("change", (event) => {
    if (event.target instanceof Element && event.target.matches("[data-keys]"))
      localStorage.setItem(KEYS, event.target.checked ? "on" : "off");
  });

  document.addEventListener("DOMContentLoaded", () => {
    const chosen = document.querySelector("[data-keys]");
    if (chosen) chosen.checked = hasKeys();
    // On a narrow screen the menu is wider than the page: where one is must be seen.
    const here = document.querySelector(".menu a[aria-current]");
    const menu = here?.closest(".menu");
    if (menu) menu.scrollLeft += here.getBoundingClientRect().left - (menu.clientWidth - here.offsetWidth) / 2;
    const next = document.querySelector("[data-item][data-next]");
    if (next) next.focus({ preventScroll: true });
  });
})();
