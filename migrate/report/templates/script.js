"use strict";
// The page can be read without this script; it adds sorting, filtering and moving the picture.
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const show = (selector) => all(selector).forEach((element) => { element.hidden = false; });

  // Tables: click a heading to sort, type to filter.
  const natural = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
  const text = (row, column) => row.cells[column].textContent.trim();
  const compare = (a, b, numeric) => {
    if (!numeric) return natural.compare(a, b);
    const [x, y] = [parseFloat(a.replace(/[^0-9.eE+-]/g, "")), parseFloat(b.replace(/[^0-9.eE+-]/g, ""))];
    return (Number.isNaN(x) ? Infinity : x) - (Number.isNaN(y) ? Infinity : y) || 0;
  };
  const sort = (table, heading, column) => {
    const ascending = heading.getAttribute("aria-sort") !== "ascending";
    all("th", table.tHead).forEach((other) => other.removeAttribute("aria-sort"));
    heading.setAttribute("aria-sort", ascending ? "ascending" : "descending");
    const numeric = heading.classList.contains("number");
    const rows = [...table.tBodies[0].rows];
    rows.sort((a, b) => compare(text(a, column), text(b, column), numeric) * (ascending ? 1 : -1));
    table.tBodies[0].append(...rows);
  };
  const filter = (section, wanted) => {
    const rows = all("tbody tr", section);
    const words = wanted.toLowerCase().split(/\s+/).filter(Boolean);
    rows.forEach((row) => {
      const content = row.textContent.toLowerCase();
      row.hidden = !words.every((word) => content.includes(word));
    });
    const shown = rows.filter((row) => !row.hidden).length;
    section.querySelector("output").textContent = words.length ? `${shown} of ${rows.length}` : "";
  };
  all("table.data").forEach((table) => {
    all("th", table.tHead).forEach((heading, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = heading.textContent;
      button.addEventListener("click", () => sort(table, heading, column));
      heading.replaceChildren(button);
    });
    const section = table.closest("section");
    section.querySelector("input")?.addEventListener("input", (event) => filter(section, event.target.value));
  });
  show(".search");

  // Findings: hide a severity.
  all("input[data-severity]").forEach((box) => {
    box.addEventListener("change", () => {
      all(`details[data-severity="${box.dataset.severity}"]`).forEach((group) => { group.hidden = !box.checked; });
    });
  });
  show(".filters");

  // A link shows what it leads to: opens the group, clears the filter that hides the row.
  const reveal = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    const group = target.closest("details");
    if (group) { group.hidden = false; group.open = true; }
    if (target.tagName === "TR") {
      if (target.hidden) {
        const section = target.closest("section");
        section.querySelector("input").value = "";
        filter(section, "");
      }
      target.focus({ preventScroll: true });
    }
    target.scrollIntoView({ block: target.tagName === "TR" ? "center" : "start" });
  };
  addEventListener("hashchange", reveal);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (link && link.getAttribute("href") === location.hash) reveal();
  });
  if (location.hash) reveal();

  // The picture: move, zoom, show neighbours.
  const svg = document.getElementById("picture");
  if (!svg) return;
  const canvas = svg.parentElement;
  const size = { width: svg.viewBox.baseVal.width, height: svg.viewBox.baseVal.height };
  const view = { x: 0, y: 0, scale: 1 };
  const limits = () => [Math.min(fitting(), 0.5), 2.5];
  const fitting = () => Math.min(canvas.clientWidth / size.width, canvas.clientHeight / size.height, 1.25);
  const draw = () => {
    svg.setAttribute("viewBox", `${view.x} ${view.y} ${canvas.clientWidth / view.scale} ${canvas.clientHeight / view.scale}`);
  };
  const clamp = (value, extent, window) => {
    if (window >= extent) return (extent - window) / 2;
    return Math.min(Math.max(value, 0), extent - window);
  };
  const settle = () => {
    view.x = clamp(view.x, size.width, canvas.clientWidth / view.scale);
    view.y = clamp(view.y, size.height, canvas.clientHeight / view.scale);
    draw();
  };
  const centre = (x, y, scale) => {
    view.scale = scale;
    view.x = x - canvas.clientWidth / scale / 2;
    view.y = y - canvas.clientHeight / scale / 2;
    settle();
  };
  const zoom = (factor, at = { x: canvas.clientWidth / 2, y: canvas.clientHeight / 2 }) => {
    const [low, high] = limits();
    const scale = Math.min(Math.max(view.scale * factor, low), high);
    view.x += at.x / view.scale - at.x / scale;
    view.y += at.y / view.scale - at.y / scale;
    view.scale = scale;
    settle();
  };
  const fit = () => centre(size.width / 2, size.height / 2, fitting());
  const begin = () => {
    // The whole picture if its labels stay readable, else its right end, where the root is.
    const smallest = innerWidth < 640 ? 0.3 : 0.5;
    const scale = Math.min(Math.max(canvas.clientWidth / size.width, smallest), 1.15);
    canvas.style.height = `${Math.max(Math.min(size.height * scale, innerHeight * 0.7), 160)}px`;
    centre(size.width, size.height / 2, Math.max(Math.min(fitting(), scale), smallest));
  };
  canvas.classList.add("live");
  show(".tools, .live");
  begin();
  addEventListener("resize", begin);
  addEventListener("beforeprint", () => svg.setAttribute("viewBox", `0 0 ${size.width} ${size.height}`));
  addEventListener("afterprint", draw);

  const actions = { in: () => zoom(1.3), out: () => zoom(1 / 1.3), fit };
  all(".tools button").forEach((button) => button.addEventListener("click", actions[button.dataset.do]));
  canvas.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const frame = canvas.getBoundingClientRect();
    zoom(Math.exp(-event.deltaY * 0.005), { x: event.clientX - frame.left, y: event.clientY - frame.top });
  }, { passive: false });
  const step = { ArrowLeft: [-60, 0], ArrowRight: [60, 0], ArrowUp: [0, -60], ArrowDown: [0, 60] };
  canvas.addEventListener("keydown", (event) => {
    if (event.target !== canvas || event.ctrlKey || event.metaKey || event.altKey) return;
    const key = { "+": "in", "=": "in", "-": "out", "0": "fit" }[event.key];
    if (key) actions[key]();
    else if (step[event.key]) {
      view.x += step[event.key][0] / view.scale;
      view.y += step[event.key][1] / view.scale;
      settle();
    } else return;
    event.preventDefault();
  });

  const fingers = new Map();
  const spread = () => {
    const [a, b] = [...fingers.values()];
    return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, distance: Math.hypot(a.x - b.x, a.y - b.y) || 1 };
  };
  let moved = false;
  canvas.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    moved = false;
  });
  canvas.addEventListener("pointermove", (event) => {
    const last = fingers.get(event.pointerId);
    if (!last) return;
    const before = fingers.size === 2 ? spread() : last;
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    const now = fingers.size === 2 ? spread() : { x: event.clientX, y: event.clientY };
    if (!moved && Math.hypot(now.x - before.x, now.y - before.y) < 3 && fingers.size === 1) {
      fingers.set(event.pointerId, last);
      return;
    }
    if (!moved) canvas.setPointerCapture(event.pointerId);
    moved = true;
    canvas.classList.add("moving");
    view.x -= (now.x - before.x) / view.scale;
    view.y -= (now.y - before.y) / view.scale;
    if (fingers.size === 2) {
      const frame = canvas.getBoundingClientRect();
      zoom(now.distance / before.distance, { x: now.x - frame.left, y: now.y - frame.top });
    } else settle();
  });
  const release = (event) => { fingers.delete(event.pointerId); canvas.classList.remove("moving"); };
  ["pointerup", "pointercancel"].forEach((name) => canvas.addEventListener(name, release));
  canvas.addEventListener("click", (event) => { if (moved) event.preventDefault(); }, true);
  canvas.addEventListener("dragstart", (event) => event.preventDefault());

  const nodes = all(".node", svg);
  const byIndex = new Map(nodes.map((node) => [node.dataset.node, node]));
  const light = (node) => {
    all(".on", svg).forEach((element) => element.classList.remove("on"));
    svg.classList.toggle("near", Boolean(node));
    if (!node) return;
    const index = node.dataset.node;
    [index, ...node.dataset.near.split(" ").filter(Boolean)].forEach((i) => byIndex.get(i).classList.add("on"));
    all(`[data-from="${index}"], [data-to="${index}"]`, svg).forEach((edge) => edge.classList.add("on"));
  };
  const intoView = (node) => {
    const place = node.transform.baseVal[0].matrix;
    const [wide, high] = [canvas.clientWidth / view.scale, canvas.clientHeight / view.scale];
    if (place.e >= view.x && place.e <= view.x + wide * 0.8 && place.f >= view.y && place.f <= view.y + high * 0.9) return;
    centre(place.e + 80, place.f + 15, view.scale);
  };
  nodes.forEach((node) => {
    node.addEventListener("mouseenter", () => light(node));
    node.addEventListener("mouseleave", () => light(null));
    node.addEventListener("focus", () => { light(node); if (node.matches(":focus-visible")) intoView(node); });
    node.addEventListener("blur", () => light(null));
  });
})();
