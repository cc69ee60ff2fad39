/* Keyboard and choosing. Every page works without it: it only presses what is already on the page.

   data-list        a list one can move in; its rows carry data-row and hold one .ck and one a[data-open]
   data-key="s"     pressed by that key, where it is visible and enabled
   data-all         a tick that chooses all rows of its list
   data-chosen      shown only while rows are chosen; in it data-count, data-grams, data-cents are filled in
   data-opens="id"  opens the dialog of that id; in forms: asks before it sends
   data-once        a form that is sent once
   data-copy="id"   copies the text of that id, or marks it where the browser lets nobody copy; then says data-copied
*/
"use strict";

(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const list = () => document.querySelector("[data-list]");
  const rows = () => all("[data-list] [data-row]");
  const current = () => document.querySelector("[data-row].at");
  const tick = (row) => row && row.querySelector("input.ck[type=checkbox]");
  const language = document.documentElement.lang;
  let anchor = null;

  const goTo = (row) => {
    if (!row) return;
    const before = current();
    if (before) { before.classList.remove("at"); before.removeAttribute("aria-current"); }
    row.classList.add("at");
    row.setAttribute("aria-current", "true");
    row.scrollIntoView({ block: "nearest" });
    const link = row.querySelector("[data-open]");
    if (link) link.focus({ preventScroll: true });
    row.dispatchEvent(new CustomEvent("packhaus:at", { bubbles: true }));
  };

  const step = (by) => {
    const among = rows();
    const at = among.indexOf(current());
    goTo(among[at < 0 ? (by > 0 ? 0 : among.length - 1) : Math.min(among.length - 1, Math.max(0, at + by))]);
  };

  const decimal = (value, places) =>
    new Intl.NumberFormat(language, { minimumFractionDigits: places, maximumFractionDigits: places }).format(value);

  const count = () => {
    const among = rows();
    const chosen = among.filter((row) => tick(row) && tick(row).checked);
    among.forEach((row) => row.classList.toggle("on", chosen.includes(row)));
    all("[data-all]").forEach((box) => {
      box.checked = chosen.length > 0 && chosen.length === among.filter(tick).length;
      box.indeterminate = chosen.length > 0 && !box.checked;
    });
    all("[data-chosen]").forEach((part) => { part.hidden = chosen.length === 0; });
    all("[data-unchosen]").forEach((part) => { part.hidden = chosen.length > 0; });
    all("[data-chosen] [data-count]").forEach((part) => { part.textContent = decimal(chosen.length, 0); });
    const sum = (name) => chosen.reduce((total, row) => total + Number(row.dataset[name] || 0), 0);
    all("[data-chosen] [data-grams]").forEach((part) => { part.textContent = `${decimal(sum("grams") / 1000, 2)}\u00a0kg`; });
    all("[data-needs-one]").forEach((part) => { part.disabled = chosen.length === 0; });
  };

  const choose = (row, upTo) => {
    const box = tick(row);
    if (!box) return;
    if (upTo && anchor && anchor !== row) {
      const among = rows();
      const [from, to] = [among.indexOf(anchor), among.indexOf(row)].sort((a, b) => a - b);
      among.slice(from, to + 1).forEach((one) => { if (tick(one)) tick(one).checked = box.checked; });
    }
    anchor = row;
    count();
  };

  const press = (key) => {
    const target = all(`[data-key="${CSS.escape(key)}"]`).find((one) => !one.disabled && one.offsetParent !== null);
    if (!target) return false;
    target.click();
    return true;
  };

  const typing = (target) =>
    target.isContentEditable || target.matches("textarea, select, input:not([type=checkbox], [type=radio])");

  const keys = {
    j: () => step(1),
    k: () => step(-1),
    x: () => {
      const box = tick(current());
      if (box) { box.checked = !box.checked; choose(current(), false); }
    },
    "/": () => { const box = document.getElementById("search"); if (box) { box.focus(); box.select(); } },
    "?": () => { const help = document.getElementById("keys"); if (help && !help.open) help.showModal(); },
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (document.querySelector("dialog[open]")) return;
    if (event.key === "Escape") {
      const open = all("details.menu[open]");
      open.forEach((menu) => { menu.open = false; });
      if (open.length === 0 && typing(event.target)) event.target.blur();
      else if (open.length === 0) press("Escape");
      return;
    }
    if (typing(event.target)) return;
    if (event.key === "Enter") {
      const link = current() && current().querySelector("[data-open]");
      if (link && (event.target === document.body || event.target.matches("input.ck"))) { event.preventDefault(); link.click(); }
      return;
    }
    const act = keys[event.key];
    if ((event.key === "j" || event.key === "k" || event.key === "x") && !list()) return;
    if (act) { event.preventDefault(); act(); } else if (event.key.length === 1 && press(event.key)) event.preventDefault();
  });

  document.addEventListener("click", (event) => {
    all("details.menu[open]").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
    const closer = event.target.closest("[data-close]");
    if (closer) { const box = closer.closest("dialog, [data-toast]"); if (box) box.matches("dialog") ? box.close() : box.remove(); }
    const opener = event.target.closest("[data-opens]");
    if (opener) {
      const dialog = document.getElementById(opener.dataset.opens);
      if (dialog) { event.preventDefault(); dialog.showModal(); }
      return;
    }
    const copier = event.target.closest("[data-copy]");
    const copied = copier && document.getElementById(copier.dataset.copy);
    if (copied && navigator.clipboard) navigator.clipboard.writeText(copied.textContent.trim()).then(() => { copier.textContent = copier.dataset.copied; });
    else if (copied) getSelection().selectAllChildren(copied);
    const box = event.target.closest("input.ck");
    if (!box) return;
    if (box.matches("[data-all]")) {
      rows().forEach((row) => { if (tick(row)) tick(row).checked = box.checked; });
      count();
    } else {
      const row = box.closest("[data-row]");
      if (row) choose(row, event.shiftKey);
    }
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-once]")) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
    if (event.submitter) event.submitter.setAttribute("aria-busy", "true");
  });

  const ready = () => {
    document.documentElement.classList.add("js");
    count();
    const wrong = document.querySelector("main [aria-invalid=true]");
    if (wrong) wrong.focus();
    all("[data-toast]").forEach((toast) => window.setTimeout(() => toast.remove(), 12000));
  };

  window.addEventListener("pageshow", () => {
    all("form[data-sent]").forEach((form) => { delete form.dataset.sent; });
    all("[aria-busy=true]").forEach((button) => button.removeAttribute("aria-busy"));
    count();
  });
  document.addEventListener("htmx:afterSettle", count);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", ready); else ready();
})();
