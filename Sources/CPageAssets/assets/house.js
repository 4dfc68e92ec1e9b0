// Rooms that follow the live stream. Numbers are written where they stand; whatever changes the
// shape of the page (a new room, a fault, a filled hole) is asked of the server again, so that
// there is one place that knows how a room looks.

import * as text from "./text.js";
import { on } from "./live.js";
import { localise, tick } from "./page.js";
import { renew } from "./table.js";

const parts = ["rooms", "now", "facts"];
const least = 2500;
const usual = 300000;
const soon = 5000;
/** What a node's page tells beside its values: items stored, batches waiting. */
const chores = 60000;
let last = Date.now();
let timer = 0;

function later(wait) {
    const due = Math.max(wait, least - (Date.now() - last));
    clearTimeout(timer);
    timer = setTimeout(refresh, due);
}

function focusKey() {
    const focused = document.activeElement;
    const room = focused?.closest?.("[data-node]");
    return room && focused.matches("h2 a") ? room.dataset.node : null;
}

async function refresh() {
    last = Date.now();
    try {
        const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
        // The room was renamed or revoked: the page that says so takes this one's place.
        if (answer.status === 404) return location.reload();
        if (!answer.ok) throw new Error(String(answer.status));
        replace(new DOMParser().parseFromString(await answer.text(), "text/html"));
    } catch {
        // The mark says that the server is away; when it is back, we hear of it.
    }
    later(pause());
}

/** How long a page can be left alone: one that waits for a room is asked for again soon,
 *  with a live stream or without one. */
function pause() {
    if (document.querySelector("#empty, #pending, .note.loading, [data-state=waiting]")) return soon;
    return document.getElementById("facts") ? chores : usual;
}

function replace(fresh) {
    // A room whose first readings have come has another shape altogether.
    if (fresh.getElementById("now") && !document.getElementById("now")) return location.reload();
    const focused = focusKey();
    for (const id of parts) {
        const [old, next] = [document.getElementById(id), fresh.getElementById(id)];
        if (old && next) old.replaceWith(document.adoptNode(next));
    }
    renew(fresh);
    appear(fresh, "summary", document.querySelector(".headline"));
    if (!fresh.querySelector(".note.loading")) document.querySelector(".note.loading")?.remove();
    const room = document.getElementById("room");
    const freshRoom = fresh.getElementById("room");
    if (room && freshRoom) Object.assign(room.dataset, freshRoom.dataset);
    if (focused) document.querySelector(`[data-node="${CSS.escape(focused)}"] h2 a`)?.focus();
    localise(document);
    tick();
}

/** What an empty house does not have: there with the first room, gone with the last. What stays is
 *  not replaced, since it would be said aloud again. */
function appear(fresh, id, place) {
    const [old, next] = [document.getElementById(id), fresh.getElementById(id)];
    if (!next) old?.remove();
    else if (!old) place.append(document.adoptNode(next));
}

function write(element, value) {
    const shown = value.v;
    if (value.t < Number(element.dataset.t)) return;
    element.value = String(shown);
    element.dataset.t = value.t;
    if (element.dataset.places === undefined || typeof shown !== "number") return;
    const number = text.number(shown * Number(element.dataset.factor), Number(element.dataset.places));
    const place = element.querySelector(".number");
    if (place.textContent !== number) {
        place.textContent = number;
        place.classList.remove("fresh-value");
        void place.offsetWidth;
        place.classList.add("fresh-value");
    }
    const age = element.parentElement.querySelector("[data-age]");
    if (age) age.dataset.age = value.t;
}

function sensorOf(room, id) {
    return room.querySelector(`[data-sensor="${CSS.escape(id)}"]`);
}

/** Whether all that came could be written where it belongs. */
function apply(room, event) {
    let fits = true;
    for (const { series, v, t } of event.values) {
        // Without a clock the node's values are as old as their delivery.
        const value = { series, v, t: t ?? event.received };
        const element = room.querySelector(`data[data-series="${CSS.escape(value.series)}"]`);
        if (!element) {
            fits &&= value.series.includes("/node_") || typeof value.v !== "number";
            continue;
        }
        write(element, value);
        const sensor = element.closest("[data-sensor]");
        const silence = sensor?.querySelector(".note.silence [data-for]");
        if (silence) silence.dataset.for = Math.max(silence.dataset.for, value.t);
        if (sensor?.dataset.state === "failing") fits = false;
    }
    for (const fault of event.faults) {
        const sensor = sensorOf(room, fault.sensor);
        const said = sensor?.querySelector(".note.fault q")?.textContent;
        if (sensor?.dataset.state !== "failing" || said !== fault.text) fits = false;
        const age = sensor?.querySelector(".note.fault .tried");
        if (age && fault.t !== null) age.dataset.age = fault.t;
    }
    return fits;
}

on("readings", (event) => {
    const room = document.querySelector(`[data-node="${CSS.escape(event.node)}"]`);
    const isHouse = document.getElementById("rooms") !== null;
    if (!room) {
        if (isHouse) later(0);
        return;
    }
    const was = room.dataset.state;
    room.dataset.lastSeen = event.received;
    const places = ":scope > header [data-age], :scope > .headline [data-age], [data-fact=last-seen] [data-age]";
    for (const age of room.querySelectorAll(places)) age.dataset.age = event.received;
    for (const part of room.querySelectorAll("[data-for-node]")) part.dataset.for = event.received;
    const fits = apply(room, event);
    tick();
    const isBack = was === "silent" || was === "waiting";
    // What is older than the delivery of an ordinary batch, of a minute, fills a hole.
    const fillsHole = event.received - event.from > 90000;
    if (!fits || isBack || fillsHole) later(fits ? 1000 : 0);
});
on("resync", () => later(0));
later(pause());
document.addEventListener("visibilitychange", () => {
    if (!document.hidden && Date.now() - last > usual) later(0);
});
