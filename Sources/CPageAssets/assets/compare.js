// The choice of rooms without the button: each change is a new address, whose page is fetched, and
// its legend and table take the place of the old ones.

import { charts } from "./chart.js";
import { on } from "./live.js";
import { localise } from "./page.js";
import { renew } from "./table.js";

/** How often the table is brought up to date. */
const often = 60000;
/** So many a page shows when its address names none. */
const most = 16;
let form = document.getElementById("choice");
/** Whether the address says something else than what is shown: the server was away. */
let isOwed = false;

function address() {
    const boxes = [...form.querySelectorAll("[name=series]")];
    const query = new URLSearchParams();
    for (const name of ["quantity", "span"]) query.set(name, form.elements[name].value);
    const chosen = boxes.filter(({ checked }) => checked);
    if (chosen.length < boxes.length || boxes.length > most) for (const { value } of chosen) query.append("series", value);
    return "/compare?" + query;
}

/** The page as it is now; null where there is none, or the choice has changed meanwhile. */
async function again() {
    try {
        const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
        if (!answer.ok || answer.url !== location.href) return null;
        return new DOMParser().parseFromString(await answer.text(), "text/html");
    } catch {
        // The mark says that the server is away; when it is back, we hear of it.
        return null;
    }
}

async function keepUp() {
    const fresh = await again();
    if (!fresh) return;
    // Where there was nothing to compare there is now.
    if (!form && fresh.getElementById("choice")) return location.reload();
    renew(fresh);
    localise(document);
}

async function change(event) {
    const boxes = [...form.querySelectorAll("[name=series]")];
    // A chart of nothing is no choice, and an address without rooms means all of them.
    if (!boxes.some(({ checked }) => checked)) event.target.checked = true;
    history.replaceState(null, "", address());
    isOwed = !(await show());
}

/** Shows what the address says; false where that could not be asked for. */
async function show() {
    const fresh = await again();
    if (!fresh) return false;
    const focused = document.activeElement?.value;
    for (const selector of ["#spans", "#quantities", "#choice"]) {
        const [old, next] = [document.querySelector(selector), fresh.querySelector(selector)];
        if (old && next) old.replaceWith(document.adoptNode(next));
    }
    renew(fresh);
    dress();
    form.querySelector(`[name=series][value="${CSS.escape(focused ?? "")}"]`)?.focus();
    localise(document);
    const chart = charts.get("chart-0");
    const window = chart.window;
    chart.read();
    chart.window = window;
    chart.load();
    return true;
}

function dress() {
    form = document.getElementById("choice");
    form?.addEventListener("change", change);
}
dress();
on("resync", async () => {
    if (isOwed) isOwed = !(await show());
    else keepUp();
});
setInterval(keepUp, often);
