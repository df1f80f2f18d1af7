"use strict";
// Fields: sort, search, filter, open and close all. Without this script all of them are there.
(() => {
  const list = document.getElementById("field-list");
  if (!list) return;
  const all = [...list.children];
  const get = (id) => document.getElementById(id);
  const [search, order, shown, head] = ["field-search", "field-sort", "fields-shown", "field-head"].map(get);
  const boxes = [...document.querySelectorAll("[data-field-status]")];
  const natural = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
  const texts = new Set(["name", "cause"]);
  const words = new Map(all.map((f) => [f, `${f.dataset.name} ${f.dataset.kind} ${f.dataset.cause}`.toLowerCase()]));
  const number = (f, key) => (key === "nulls" ? Math.abs(f.dataset.nulls) : Number(f.dataset[key]));
  const compare = {
    text: (key) => (a, b) => (a.dataset[key] === "") - (b.dataset[key] === "") || natural.compare(a.dataset[key], b.dataset[key]),
    number: (key) => (a, b) => number(a, key) - number(b, key),
  };
  let sorted = { key: "different", down: true };

  const sort = (key, down) => {
    sorted = { key, down };
    const by = (texts.has(key) ? compare.text : compare.number)(key);
    const rows = [...all].sort((a, b) => (down ? by(b, a) : by(a, b)) || a.dataset.order - b.dataset.order);
    list.append(...rows);
    order.value = key;
    head.querySelectorAll("[data-sort]").forEach((cell) => {
      if (cell.dataset.sort === key) cell.dataset.direction = down ? "down" : "up";
      else delete cell.dataset.direction;
      cell.firstElementChild.setAttribute("aria-pressed", String(cell.dataset.sort === key));
    });
  };
  const falls = (key) => !texts.has(key) && key !== "order";
  const filter = () => {
    const wanted = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const statuses = new Set(boxes.filter((b) => b.checked).map((b) => b.dataset.fieldStatus));
    let count = 0;
    all.forEach((field) => {
      const fits = statuses.has(field.dataset.status) && wanted.every((w) => words.get(field).includes(w));
      field.hidden = !fits;
      count += fits;
    });
    shown.textContent = count === all.length ? `${count} fields` : `${count} of ${all.length} fields`;
    get("fields-none").hidden = count > 0;
  };
  const reveal = (field) => {
    if (field.hidden) {
      search.value = "";
      boxes.forEach((b) => { b.checked = true; });
      filter();
    }
    field.open = true;
    field.scrollIntoView({ block: "start" });
    field.querySelector("summary").focus({ preventScroll: true });
  };
  const target = () => all.find((f) => `#${f.id}` === location.hash);

  head.querySelectorAll("[data-sort]").forEach((cell) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = cell.textContent;
    button.addEventListener("click", () => {
      const key = cell.dataset.sort;
      sort(key, sorted.key === key ? !sorted.down : falls(key));
    });
    cell.replaceChildren(button);
  });
  order.addEventListener("change", () => sort(order.value, falls(order.value)));
  search.addEventListener("input", filter);
  boxes.forEach((box) => box.addEventListener("change", filter));
  const every = (open) => all.filter((f) => !f.hidden).forEach((f) => { f.open = open; });
  get("field-open").addEventListener("click", () => every(true));
  get("field-close").addEventListener("click", () => every(false));
  addEventListener("hashchange", () => { const field = target(); if (field) reveal(field); });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (link && link.getAttribute("href") === location.hash && target()) reveal(target());
  });
  get("field-tools").hidden = false;
  sort("different", true);
  // Of many fields only those that say something are shown at first.
  const same = boxes.find((b) => b.dataset.fieldStatus === "same");
  if (same && all.length > 40 && boxes.length > 1) same.checked = false;
  filter();
  if (target()) reveal(target());
})();
