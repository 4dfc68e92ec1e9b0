// What every page does: moments in the browser's zone, ages that tick, states that follow from
// ages, and the mark that says whether the page is live.

import * as text from "./text.js";
import { on } from "./live.js";

const ahead = Number(document.documentElement.dataset.now) - Date.now();

/** The server's time, in milliseconds since 1970. */
export const now = () => Date.now() + ahead;

/** Sets a text only where it differs: what is said aloud is said once. */
export function say(element, words) {
    if (element && element.textContent !== words) element.textContent = words;
}

/** Writes the moments below an element in the browser's zone. */
export function localise(root) {
    for (const time of root.querySelectorAll("time[data-time]")) {
        say(time, text.moment(Date.parse(time.dateTime), time.dataset.time));
    }
}

/** Writes how long ago something was; the whole moment for those who point at it. */
function writeAge(time, at) {
    const since = Number(time.dataset.age);
    say(time, text.ago(at - since));
    const [moment, title] = [new Date(since).toISOString(), text.moment(since, "full")];
    if (time.dateTime !== moment) time.dateTime = moment;
    if (time.title !== title) time.title = title;
}

function sensorState(sensor, at) {
    if (sensor.dataset.state === "failing") return "failing";
    const values = [...sensor.querySelectorAll("data[data-t]")];
    const isFresh = values.some(({ dataset }) => at - dataset.t <= Number(dataset.staleAfter));
    return isFresh || values.length === 0 ? "fresh" : "stale";
}

function roomState(room, at) {
    const { lastSeen, silentAfter } = room.dataset;
    if (!lastSeen) return "waiting";
    if (at - lastSeen > Number(silentAfter)) return "silent";
    const states = [...room.querySelectorAll("[data-sensor]")].map((sensor) => sensor.dataset.state);
    return states.includes("failing") ? "failing" : states.includes("stale") ? "stale" : "live";
}

/** Some rooms, by name while they are few, and what they do: the same words as the server's. */
function list(names, count, one, several) {
    if (names.length > 3) return `${names.length} of ${count} ${several}`;
    const first = names.slice(0, -1).join(", ");
    return first ? `${count}: ${first} and ${names.at(-1)} ${several}` : `${count}: ${names[0]} ${one}`;
}

function summarise() {
    const summary = document.getElementById("summary");
    const rooms = [...document.querySelectorAll("#rooms [data-node]")];
    if (!summary || rooms.length === 0) return;
    const which = (...states) =>
        rooms.filter(({ dataset }) => states.includes(dataset.state)).map(({ dataset }) => dataset.node);
    const bad = which("stale", "silent", "failing");
    const waiting = which("waiting");
    const count = rooms.length + "\u00a0" + (rooms.length === 1 ? "room" : "rooms");
    let words = `${count}, ${rooms.length === 1 ? "well" : "all well"}`;
    if (bad.length > 0) {
        words = list(bad, count, "needs a look", "need a look");
    } else if (waiting.length > 0) {
        words = list(waiting, count, "waits for its first reading", "wait for their first readings");
    }
    summary.dataset.well = bad.length > 0 ? "false" : waiting.length > 0 ? "waiting" : "true";
    say(summary, words);
}

/** Brings ages and states up to now. */
export function tick() {
    const at = now();
    for (const time of document.querySelectorAll("time[data-age]")) writeAge(time, at);
    for (const part of document.querySelectorAll("[data-for]")) say(part, text.span(at - part.dataset.for));
    for (const room of document.querySelectorAll("[data-node]")) {
        for (const sensor of room.querySelectorAll("[data-sensor]")) {
            sensor.dataset.state = sensorState(sensor, at);
        }
        room.dataset.state = roomState(room, at);
    }
    summarise();
}

function showConnection(state) {
    const mark = document.getElementById("connection");
    mark.dataset.connection = state;
    say(document.getElementById("connection-text"), state === "live" ? "live" : "reconnecting…");
}

let wasLive = false;
on("state", (state) => {
    // Until the first connection the page says when it was made, which is true.
    wasLive ||= state === "live";
    if (wasLive) showConnection(state);
});

const zone = document.querySelector("[data-zone]");
say(zone, Intl.DateTimeFormat().resolvedOptions().timeZone + ", this browser’s zone");
localise(document);
tick();
setInterval(tick, 1000);
