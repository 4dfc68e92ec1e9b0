// Charts that can be zoomed and that follow the live stream, drawn by dygraphs in the place of the
// server's drawing, with the same numbers at the resolution of the screen.

import * as text from "./text.js";
import { on } from "./live.js";
import { now } from "./page.js";
import { range } from "./range.js";

const Dygraph = window.Dygraph;
// Its legend writes style attributes, which the pages' security policy forbids; ours needs none.
Dygraph.PLUGINS = Dygraph.PLUGINS.filter((plugin) => plugin !== Dygraph.Plugins.Legend);

const narrowest = 120000;
const widest = 10 * 365 * 86400000;
const dashes = [null, [7, 5], [2, 4], [9, 4, 2, 4]];
const steps = [
    5, 15, 30, 60, 300, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400, 172800, 432000, 864000,
].map((seconds) => seconds * 1000);

/** Where readings are missing: the same rule as the server's GapRule. */
export function gaps(times, least) {
    const step = times.slice(1).map((time, index) => time - times[index]);
    const median = (some) => (some.length ? [...some].sort((a, b) => a - b)[(some.length - 1) >> 1] : 0);
    return step.flatMap((length, index) => {
        if (length <= 3 * least) return [];
        const before = step.slice(Math.max(0, index - 5), index);
        const after = step.slice(index + 1, index + 6);
        const beside = [before.at(-1), after[0]].filter((length) => length !== undefined);
        const usual = Math.max(beside.length ? Math.min(...beside) : 0, median(before), median(after));
        return length > 3 * usual ? [index] : [];
    });
}

/** Round numbers along the axis of values: the same as the server's ValueTicks. */
function valueTicks(low, high, least) {
    if (high - low < least) [low, high] = [(low + high - least) / 2, (low + high + least) / 2];
    const rough = (high - low) / 5;
    const power = 10 ** Math.floor(Math.log10(rough) + 1e-9);
    const step = [1, 2, 5, 10].find((factor) => factor * power >= rough * 0.999999) * power;
    const places = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
    const ticks = [];
    for (let index = Math.floor(low / step); index <= Math.ceil(high / step); index += 1) {
        ticks.push({ v: index * step, label: text.number(index * step, places) });
    }
    // A little more on top, so that the highest label has its place.
    const top = ticks.at(-1).v;
    return { ticks, range: [ticks[0].v, top + (top - ticks[0].v) * 0.04] };
}

function months(from, to) {
    const ticks = [];
    const start = new Date(from);
    const every = to - from > 3 * 365 * 86400000 ? 12 : to - from > 500 * 86400000 ? 3 : 1;
    const first = every === 12 ? 12 : start.getMonth() + 1;
    for (let index = first; ; index += 1) {
        const at = new Date(start.getFullYear(), index, 1);
        if (at.getTime() > to) return ticks;
        if (at.getMonth() % every === 0) ticks.push({ v: at.getTime(), label: text.tick(at, 28 * 86400000) });
    }
}

/** Round moments on the browser's clock; every hour is counted from midnight, whatever the zone. */
function timeTicks(from, to, width) {
    if (to - from > 100 * 86400000) return months(from, to);
    const step = steps.find((length) => (to - from) / length <= Math.max(3, width / 70)) ?? steps.at(-1);
    const ticks = [];
    const day = new Date(from);
    day.setHours(0, 0, 0, 0);
    while (day.getTime() <= to) {
        if (step >= 86400000) {
            const days = Math.round((day.getTime() - day.getTimezoneOffset() * 60000) / 86400000);
            if (days % (step / 86400000) === 0) ticks.push(day.getTime());
        } else {
            const next = new Date(day);
            next.setDate(next.getDate() + 1);
            for (let at = day.getTime(); at < next.getTime(); at += step) ticks.push(at);
        }
        day.setDate(day.getDate() + 1);
    }
    return ticks.filter((at) => at >= from && at <= to).map((v) => ({ v, label: text.tick(v, step) }));
}

export class LiveChart {
    constructor(figure) {
        this.figure = figure;
        this.plot = figure.querySelector("[data-plot]");
        this.data = [];
        this.read();
        this.span = this.window[1] - this.window[0];
        this.isFollowing = true;
        this.controls();
        this.load();
        matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.recolour());
    }

    /** Takes what the chart shows from the figure's attributes and legend. */
    read() {
        const { dataset } = this.figure;
        this.factor = Number(dataset.factor);
        this.places = Number(dataset.places);
        this.unit = dataset.unit;
        this.least = Number(dataset.least);
        this.window = [Number(dataset.from), Number(dataset.to)];
        this.series = [...this.figure.querySelectorAll("figcaption [data-series]")].map((item) => ({
            id: item.dataset.series,
            label: item.dataset.label,
            colour: Number(item.dataset.colour),
            dash: Number(item.dataset.dash),
            interval: Number(item.dataset.interval ?? 0),
            output: item.querySelector("[data-at]"),
            points: [],
        }));
    }

    // ---- Numbers ----

    async load() {
        clearTimeout(this.timer);
        if (this.series.length === 0) return;
        // Only the answer to the last question counts.
        const question = (this.question = (this.question ?? 0) + 1);
        const [from, to] = this.window;
        // Half a window on both sides, so that moving a little needs no waiting.
        const margin = this.isFollowing ? 0 : (to - from) / 2;
        const width = Math.max(200, this.plot.clientWidth * 0.4);
        const points = Math.min(4000, Math.round((width * (to - from + 2 * margin)) / (to - from)));
        try {
            const ids = this.series.map(({ id }) => id);
            const answer = await range(ids, from - margin, to + margin, points);
            if (question !== this.question) return;
            this.take(answer);
            this.trouble("");
        } catch {
            if (question !== this.question) return;
            this.trouble("The chart could not be brought up to date; it tries again.");
            this.timer = setTimeout(() => this.load(), 10000);
        }
    }

    take(answer) {
        this.bucket = answer.bucket_ms;
        this.loaded = [answer.from, answer.to];
        for (const series of this.series) {
            const found = answer.series.find(({ series: id }) => id === series.id);
            series.points = (found?.points ?? []).map(
                ([t, low, mean, high]) => [t, low * this.factor, mean * this.factor, high * this.factor]);
        }
        this.draw();
        this.figure.dataset.drawn = "true";
        if (this.isFollowing) this.timer = setTimeout(() => this.follow(true), Math.max(10000, this.bucket));
    }

    /** One row a moment, a column a series; NaN where a gap begins, null where a series has nothing. */
    rows() {
        const rows = new Map();
        const row = (t) => rows.get(t) ?? rows.set(t, new Array(this.series.length).fill(null)).get(t);
        this.series.forEach((series, column) => {
            const times = series.points.map(([t]) => t);
            for (const [t, low, mean, high] of series.points) row(t)[column] = [low, mean, high];
            for (const index of gaps(times, Math.max(this.bucket, series.interval))) {
                row((times[index] + times[index + 1]) / 2)[column] = [NaN, NaN, NaN];
            }
        });
        return [...rows.entries()].sort(([a], [b]) => a - b).map(([t, values]) => [new Date(t), ...values]);
    }

    /** Round numbers below, above and between the values in view. */
    values() {
        let [low, high] = [Infinity, -Infinity];
        for (const { points } of this.series) {
            for (const [t, least, , greatest] of points) {
                if (t < this.window[0] || t > this.window[1]) continue;
                low = Math.min(low, least);
                high = Math.max(high, greatest);
            }
        }
        return low > high ? valueTicks(0, this.least, this.least) : valueTicks(low, high, this.least);
    }

    // ---- Drawing ----

    colours() {
        const style = getComputedStyle(this.figure);
        return {
            colors: this.series.map(({ colour }) => style.getPropertyValue(`--colour-${colour}`).trim()),
            // Bands of many series would hide each other.
            fillAlpha: this.series.length > 3 ? 0.13 : 0.18,
            gridLineColor: style.getPropertyValue("--line").trim(),
        };
    }

    options() {
        const perSeries = {};
        this.series.forEach((series, index) => {
            perSeries[String(index)] = { strokePattern: dashes[series.dash] };
        });
        return {
            ...this.colours(),
            file: this.rows(),
            labels: ["time", ...this.series.map((_, index) => String(index))],
            series: perSeries,
            dateWindow: [...this.window],
            ...this.axis(),
        };
    }

    axis() {
        this.scale = this.values();
        return { valueRange: this.scale.range };
    }

    draw() {
        const options = this.options();
        if (options.file.length === 0) return;
        if (this.graph && this.columns === this.series.length) return void this.graph.updateOptions(options);
        this.graph?.destroy();
        this.columns = this.series.length;
        this.canvas ??= this.stage();
        this.graph = new Dygraph(this.canvas, options.file, {
            ...options, ...this.fixed(), file: undefined,
        });
    }

    stage() {
        const canvas = document.createElement("div");
        canvas.className = "canvas";
        canvas.setAttribute("aria-hidden", "true");
        this.cursor = document.createElement("div");
        this.cursor.className = "cursor";
        this.cursor.hidden = true;
        this.plot.querySelector(".drawing, .no-data")?.remove();
        this.plot.append(canvas, this.cursor);
        return canvas;
    }

    fixed() {
        return {
            customBars: true, connectSeparatedPoints: true, strokeWidth: 1.75,
            legend: "never", highlightCircleSize: 4, rightGap: 0, xAxisHeight: 32,
            axisLineColor: "transparent", gridLineWidth: 1, axisTickSize: 5, axisLabelFontSize: 12, pointSize: 2,
            axes: {
                x: { ticker: (from, to) => timeTicks(from, to, this.plot.clientWidth), axisLabelWidth: 80 },
                y: { ticker: () => this.scale.ticks, axisLabelWidth: 42 },
            },
            highlightCallback: (_event, time, points) => this.point(time, points),
            unhighlightCallback: () => this.unpoint(),
            zoomCallback: (from, to) => this.show([from, to]),
            interactionModel: this.mouse(),
        };
    }

    /** The mouse only: a finger must be able to scroll the page; it has the buttons. */
    mouse() {
        const usual = Dygraph.defaultInteractionModel;
        return {
            mousedown: usual.mousedown,
            willDestroyContextMyself: true,
            dblclick: () => this.home(),
        };
    }

    recolour() {
        this.graph?.updateOptions(this.colours());
    }

    // ---- Reading values ----

    point(time, points) {
        const named = new Map(points.map((point) => [Number(point.name), point]));
        const area = this.graph.getArea();
        this.cursor.hidden = false;
        this.cursor.style.left = this.graph.toDomXCoord(time) + "px";
        this.cursor.style.top = area.y + "px";
        this.cursor.style.height = area.h + "px";
        this.at = time;
        this.series.forEach((series, index) => {
            series.output.textContent = named.has(index) ? this.reading(series, time, false) || "–" : "–";
        });
        this.clock.textContent = text.moment(time, "day-time");
    }

    reading(series, time, tellsSpread) {
        const found = series.points.find(([t]) => t === time);
        if (!found) return "";
        const [, low, mean, high] = found.map((value) => text.number(value, this.places));
        const spread = low === high || !tellsSpread ? "" : ` (${low} to ${high})`;
        return mean + (this.unit ? "\u00a0" + this.unit : "") + spread;
    }

    unpoint() {
        this.cursor.hidden = true;
        this.clock.textContent = "";
        for (const { output } of this.series) output.textContent = "";
    }

    /** The next or the previous moment that has a value, said aloud. */
    step(direction) {
        const times = [...new Set(this.series.flatMap(({ points }) => points.map(([t]) => t)))]
            .filter((t) => t >= this.window[0] && t <= this.window[1]).sort((a, b) => a - b);
        if (times.length === 0) return;
        const here = times.findIndex((t) => t >= (this.at ?? Infinity));
        const last = times.length - 1;
        const next = this.at === undefined || here < 0 ? last : Math.min(last, Math.max(0, here + direction));
        const time = times[next];
        this.point(time, this.series.map((_, index) => ({ name: String(index) })));
        const values = this.series.map((series) => [series.label, this.reading(series, time, true)]);
        this.voice.textContent = text.moment(time, "day-time") + ": "
            + values.filter(([, value]) => value).map((pair) => pair.join(" ")).join(", ");
    }

    // ---- Moving ----

    show([from, to]) {
        const span = Math.min(widest, Math.max(narrowest, to - from));
        const middle = (from + to) / 2;
        const end = Math.min(middle + span / 2, now() + span / 20);
        this.window = [end - span, end];
        this.isFollowing = end >= now() - span / 50;
        this.at = undefined;
        this.unpoint();
        this.figure.dataset.from = Math.round(this.window[0]);
        this.figure.dataset.to = Math.round(this.window[1]);
        this.figure.dataset.following = String(this.isFollowing);
        this.graph?.updateOptions({ dateWindow: [...this.window], ...this.axis() });
        clearTimeout(this.settle);
        this.settle = setTimeout(() => this.load(), 200);
    }

    pan(share) {
        const by = (this.window[1] - this.window[0]) * share;
        this.show([this.window[0] + by, this.window[1] + by]);
    }

    zoom(factor) {
        const [from, to] = this.window;
        const half = ((to - from) * factor) / 2;
        // While the chart follows, its end stays where the news is.
        const middle = this.isFollowing ? to - half : (from + to) / 2;
        this.show([middle - half, middle + half]);
    }

    home() {
        this.show([now() - this.span, now()]);
    }

    latest() {
        this.show([now() - (this.window[1] - this.window[0]), now()]);
    }

    key(event) {
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        const act = {
            ArrowLeft: () => this.pan(-0.2), ArrowRight: () => this.pan(0.2),
            "+": () => this.zoom(0.5), "=": () => this.zoom(0.5),
            "-": () => this.zoom(2), "−": () => this.zoom(2),
            Home: () => this.home(), End: () => this.latest(),
            ",": () => this.step(-1), ".": () => this.step(1),
        }[event.key];
        if (!act) return;
        event.preventDefault();
        act();
    }

    controls() {
        const bar = this.figure.querySelector("[data-bar]");
        const button = (label, sign, act) => {
            const made = document.createElement("button");
            made.type = "button";
            made.textContent = sign;
            made.setAttribute("aria-label", label);
            made.title = label;
            made.dataset.act = label;
            made.addEventListener("click", act);
            bar.append(made);
        };
        this.clock = document.createElement("span");
        this.clock.className = "clock";
        const keys = document.getElementById("chart-help").cloneNode(true);
        keys.removeAttribute("id");
        keys.hidden = false;
        bar.append(this.clock, keys);
        button("Earlier", "‹", () => this.pan(-0.4));
        button("Zoom out", "−", () => this.zoom(2));
        button("Zoom in", "+", () => this.zoom(0.5));
        button("Later", "›", () => this.pan(0.4));
        button("Show everything", "⟲", () => this.home());
        this.voice = document.createElement("p");
        this.voice.className = "unseen";
        this.voice.setAttribute("aria-live", "polite");
        this.message = document.createElement("p");
        this.message.className = "trouble";
        this.message.setAttribute("role", "status");
        bar.after(this.voice, this.message);
        this.plot.tabIndex = 0;
        this.plot.setAttribute("role", "group");
        this.plot.setAttribute("aria-label", this.figure.dataset.title + ", interactive chart");
        this.plot.setAttribute("aria-describedby", "chart-help");
        this.plot.title = "Drag to zoom, double-click to go back";
        this.plot.addEventListener("keydown", (event) => this.key(event));
    }

    trouble(words) {
        if (this.message.textContent !== words) this.message.textContent = words;
    }

    // ---- Following ----

    /** Moves the window to now; asks the server again where a bucket has ended meanwhile. */
    follow(asks) {
        if (!this.isFollowing) return;
        const span = this.window[1] - this.window[0];
        this.window = [now() - span, now()];
        if (asks) this.load();
        else this.draw();
    }

    hear(event) {
        if (!this.loaded) return;
        const ours = this.series.filter(({ id }) => id.startsWith(event.prefix));
        if (ours.length === 0) return;
        // What is older than an ordinary delivery, of a minute, fills a hole, within what is drawn or
        // at its end, and an event has only the newest values. A hole out of view needs nothing.
        const isOld = event.received - event.from > Math.max(90000, this.bucket);
        if (isOld && event.from <= this.loaded[1] && event.to >= this.loaded[0]) {
            clearTimeout(this.settle);
            this.settle = setTimeout(() => this.load(), 500);
            return;
        }
        if (!this.isFollowing) return;
        for (const series of ours) this.append(series, event.values.find(({ series: id }) => id === series.id));
        this.follow(false);
    }

    /** Puts a value into the newest bucket, or begins the next. The server's own buckets replace
     *  this soon. */
    append(series, value) {
        if (!value || typeof value.v !== "number") return;
        const shown = value.v * this.factor;
        const last = series.points.at(-1);
        if (last && value.t <= last[0]) return;
        const place = (t) => Math.floor((t - this.loaded[0]) / this.bucket);
        if (last && place(last[0]) === place(value.t)) {
            last[1] = Math.min(last[1], shown);
            last[3] = Math.max(last[3], shown);
        } else {
            series.points.push([value.t, shown, shown, shown]);
        }
    }
}

/** The charts of this page, by the id of their figure. */
export const charts = new Map();
for (const figure of document.querySelectorAll("figure[data-chart]")) {
    charts.set(figure.id, new LiveChart(figure));
}
on("readings", (event) => {
    // The node's part of a series' name is encoded as in the API.
    const prefix = event.node.replaceAll("%", "%25").replaceAll("/", "%2F") + "/";
    for (const chart of charts.values()) chart.hear({ ...event, prefix });
});
on("resync", () => {
    for (const chart of charts.values()) chart.load();
});
