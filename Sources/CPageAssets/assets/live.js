// The live stream, once for the whole browser: the tab that holds a lock has the connection and
// tells the others. Without locks or channels every tab has its own.

const address = "/api/v1/live";
const name = "rue-live";
const shortest = 1000;
const longest = 30000;

const listeners = { readings: new Set(), state: new Set(), resync: new Set() };
let state = "connecting";
let channel = null;
let release = null;
let source = null;
let retry = 0;
let failures = 0;
let wasOpen = false;

/** Calls back on `readings` (what arrived), `state` (live or connecting), and `resync` (something
 *  may have been missed). */
export function on(kind, callback) {
    listeners[kind].add(callback);
    if (kind === "state") callback(state);
}

function tell(kind, value) {
    for (const callback of listeners[kind]) callback(value);
}

function share(kind, value) {
    tell(kind, value);
    channel?.postMessage({ kind, value });
}

function setState(next) {
    if (state === next && next !== "live") return;
    state = next;
    share("state", state);
}

function open() {
    source = new EventSource(address);
    source.onopen = () => {
        failures = 0;
        setState("live");
        if (wasOpen) share("resync");
        wasOpen = true;
    };
    // Rooms have come, gone or been renamed, or more has changed than readings tell.
    source.addEventListener("house", () => share("resync"));
    source.addEventListener("readings", (event) => share("readings", JSON.parse(event.data)));
    source.onerror = () => {
        // By hand rather than by the browser, which gives up for good on an error status and else
        // never slows down.
        close();
        setState("connecting");
        const wait = Math.min(longest, shortest * 2 ** failures) * (0.75 + Math.random() / 2);
        failures += 1;
        retry = setTimeout(open, wait);
    };
}

function close() {
    clearTimeout(retry);
    source?.close();
    source = null;
}

function follow({ data }) {
    if (data.kind === "hello") {
        if (source) channel.postMessage({ kind: "state", value: state });
        return;
    }
    if (source) return;
    if (data.kind === "state") state = data.value;
    if (data.kind === "readings") wasOpen = true;
    tell(data.kind, data.value);
}

function start() {
    if (!navigator.locks || !window.BroadcastChannel) return open();
    channel = new BroadcastChannel(name);
    channel.onmessage = follow;
    channel.postMessage({ kind: "hello" });
    const abort = new AbortController();
    const hold = () => new Promise((done) => {
        release = () => { close(); done(); };
        open();
    });
    release = () => abort.abort();
    navigator.locks.request(name, { signal: abort.signal }, hold).catch((error) => {
        if (error.name !== "AbortError") open();
    });
}

function stop() {
    close();
    release?.();
    release = null;
    channel?.close();
    channel = null;
}

// A page that the browser keeps for the back button must not hold the connection.
addEventListener("pagehide", stop);
addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    start();
    tell("resync");
});
start();
