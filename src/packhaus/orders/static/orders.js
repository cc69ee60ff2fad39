/* The list of orders: the reading pane, and labels that carry the number chosen. Without it each order opens
   as a page of its own. */
"use strict";

(() => {
  const main = document.querySelector("main.orders");
  const pane = document.getElementById("pane");
  let waiting = 0;

  const number = (count) => new Intl.NumberFormat(document.documentElement.lang).format(count);

  const say = () => {
    const chosen = document.querySelectorAll("[data-row] input.ck:checked").length;
    document.querySelectorAll("[data-one]").forEach((part) => {
      const count = Number(part.dataset.fixed || chosen);
      part.textContent = count === 1 ? part.dataset.one : part.dataset.many.replace("#", number(count));
    });
  };

  const address = (open) => {
    const query = new URLSearchParams(window.location.search);
    query.delete("open");
    if (open) query.set("open", open);
    return `${window.location.pathname}?${query}`;
  };

  const isRoom = () => main && pane && window.matchMedia("(min-width: 641px)").matches;

  const show = (link) => {
    const row = link.closest("[data-row]");
    document.querySelectorAll("[data-row].at").forEach((one) => {
      one.classList.remove("at");
      one.removeAttribute("aria-current");
    });
    row.classList.add("at");
    row.setAttribute("aria-current", "true");
    main.classList.add("with-pane");
    const url = `${link.getAttribute("href")}?list=${encodeURIComponent(window.location.search)}`;
    window.htmx.ajax("GET", url, { target: pane, swap: "innerHTML" });
    window.history.replaceState(null, "", address(link.getAttribute("href").split("/").filter(Boolean).pop()));
  };

  document.addEventListener("click", (event) => {
    if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const stepper = event.target.closest("[data-step]");
    if (stepper) {
      const key = stepper.dataset.step === "1" ? "j" : "k";
      document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
      return;
    }
    if (!isRoom()) return;
    if (event.target.closest("[data-close-pane]")) {
      event.preventDefault();
      main.classList.remove("with-pane");
      pane.replaceChildren();
      window.history.replaceState(null, "", address(""));
      return;
    }
    const link = event.target.closest("main.orders a[data-open]");
    if (!link) return;
    event.preventDefault();
    show(link);
  });

  document.addEventListener("packhaus:at", (event) => {
    if (!isRoom() || !main.classList.contains("with-pane")) return;
    const link = event.target.querySelector("a[data-open]");
    window.clearTimeout(waiting);
    waiting = window.setTimeout(() => { if (link) show(link); }, 120);
  });

  ["click", "keydown", "change"].forEach((kind) => document.addEventListener(kind, () => window.setTimeout(say)));
  window.addEventListener("pageshow", say);
})();
