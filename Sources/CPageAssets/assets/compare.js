// The choice of rooms without the button: each change is a new address, whose page is fetched, and
// its legend and table take the place of the old ones.

import { charts } from "./chart.js";
import { localise } from "./page.js";

/** So many a page shows when its address names none. */
const most = 16;
let form = document.getElementById("choice");

function address() {
    const boxes = [...form.querySelectorAll("[name=series]")];
    const query = new URLSearchParams();
    for (const name of ["quantity", "span"]) query.set(name, form.elements[name].value);
    const chosen = boxes.filter(({ checked }) => checked);
    if (chosen.length < boxes.length || boxes.length > most) for (const { value } of chosen) query.append("series", value);
    return "/compare?" + query;
}

async function change(event) {
    const boxes = [...form.querySelectorAll("[name=series]")];
    // A chart of nothing is no choice, and an address without rooms means all of them.
    if (!boxes.some(({ checked }) => checked)) event.target.checked = true;
    history.replaceState(null, "", address());
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!answer.ok || answer.url !== location.href) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const focused = document.activeElement?.value;
    for (const selector of ["#spans", "#quantities", "#choice", "figure .numbers"]) {
        const [old, next] = [document.querySelector(selector), fresh.querySelector(selector)];
        if (old && next) old.replaceWith(document.adoptNode(next));
    }
    dress();
    form.querySelector(`[name=series][value="${CSS.escape(focused ?? "")}"]`)?.focus();
    localise(document);
    const chart = charts.get("chart-0");
    const window = chart.window;
    chart.read();
    chart.window = window;
    chart.load();
}

function dress() {
    form = document.getElementById("choice");
    if (!form) return;
    form.addEventListener("change", change);
}
dress();
