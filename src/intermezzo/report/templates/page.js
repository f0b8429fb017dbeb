"use strict";
// Without this script the page shows everything; with it tables sort, one score table shows at a time,
// and all scores come as CSV.

for (const part of document.querySelectorAll(".scripted")) part.hidden = false;

// Sorting. A cell without a figure stays at the end, whichever way the column goes.
const MISSING = "—";
const NUMBER = /^[+−-]?[\d,]*\.?\d+/;

function order(cell) {
  const text = cell.textContent.trim();
  if (text.startsWith(MISSING) || text === "") return null;
  if (cell.dataset.v !== undefined) return Number(cell.dataset.v);
  if (!cell.classList.contains("n")) return text;
  const found = NUMBER.exec(text);
  return found ? Number(found[0].replaceAll(",", "").replace("−", "-")) : text;
}

function compare(a, b) {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return String(a).localeCompare(String(b), "en", { numeric: true });
}

function sort(head) {
  const descending = head.getAttribute("aria-sort") === "ascending";
  for (const other of head.parentElement.cells) other.setAttribute("aria-sort", "none");
  head.setAttribute("aria-sort", descending ? "descending" : "ascending");
  const body = head.closest("table").tBodies[0];
  const rows = [...body.rows].map((row) => [order(row.cells[head.cellIndex]), row]);
  rows.sort(([a], [b]) => {
    if (a === null || b === null) return (a === null) - (b === null);
    return descending ? compare(b, a) : compare(a, b);
  });
  body.append(...rows.map(([, row]) => row));
}

for (const head of document.querySelectorAll("table.sortable thead th")) {
  const button = document.createElement("button");
  button.type = "button";
  button.append(...head.childNodes);
  button.addEventListener("click", () => sort(head));
  head.append(button);
  head.setAttribute("aria-sort", "none");
}

// One table of scores at a time.
const choice = document.getElementById("measured");
if (choice) {
  const tables = document.querySelectorAll(".measured");
  const show = () => tables.forEach((table, i) => { table.hidden = i !== Number(choice.value); });
  choice.addEventListener("change", show);
  show();
}

// CSV, RFC 4180.
const quoted = (value) => {
  const text = value === null ? "" : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};
const download = document.getElementById("download");
if (download) {
  download.addEventListener("click", () => {
    const { columns, words, rows } = JSON.parse(document.getElementById("packed").textContent);
    const spelled = rows.map((row) => row.map((v, i) => (words[columns[i]] ? words[columns[i]][v] : v)));
    const csv = [columns, ...spelled].map((row) => row.map(quoted).join(",") + "\r\n").join("");
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([csv], { type: "text/csv" }));
    link.download = download.dataset.file;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  });
}

// Paper has no folds and shows every table; a link into a fold opens it.
let folded = [];
addEventListener("beforeprint", () => {
  folded = [...document.querySelectorAll("details:not([open])")];
  for (const fold of folded) fold.open = true;
});
addEventListener("afterprint", () => {
  for (const fold of folded) fold.open = false;
});
