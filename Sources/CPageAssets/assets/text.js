// Numbers, lengths of time and moments in words: the same words as the server's.

const nbsp = "\u00a0";

/** A number rounded half away from zero, with a true minus sign. */
export function number(value, places) {
    if (!Number.isFinite(value)) return "–";
    const power = 10 ** places;
    const digits = Math.round(Math.abs(value) * power + 1e-7);
    return (value < 0 && digits > 0 ? "−" : "") + (digits / power).toFixed(places);
}

/** A length of time: `12 s`, `6 min`, `3 h`, `5 days`. */
export function span(milliseconds) {
    const seconds = Math.max(0, Math.floor(milliseconds / 1000));
    if (seconds < 60) return seconds + nbsp + "s";
    if (seconds < 3600) return Math.floor(seconds / 60) + nbsp + "min";
    if (seconds < 172800) return Math.floor(seconds / 3600) + nbsp + "h";
    return Math.floor(seconds / 86400) + nbsp + "days";
}

/** How long ago. */
export function ago(milliseconds) {
    return milliseconds < 1000 ? "just now" : span(milliseconds) + " ago";
}

const two = (n) => String(n).padStart(2, "0");
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

/** A moment on the browser's clock; `form` as in `data-time`. */
export function moment(milliseconds, form) {
    const at = new Date(milliseconds);
    const time = two(at.getHours()) + ":" + two(at.getMinutes());
    if (form === "time") return time;
    const day = at.getDate() + nbsp + months[at.getMonth()];
    return form === "day-time" ? `${day}, ${time}` : `${day} ${at.getFullYear()}, ${time}`;
}

/** A label on the axis of time, whose ticks are so far apart. */
export function tick(milliseconds, step) {
    const at = new Date(milliseconds);
    const isMidnight = at.getHours() === 0 && at.getMinutes() === 0 && at.getSeconds() === 0;
    const day = at.getDate() + nbsp + months[at.getMonth()];
    if (step >= 28 * 86400000) return at.getMonth() === 0 ? String(at.getFullYear()) : months[at.getMonth()];
    if (step === 86400000) return weekdays[at.getDay()] + " " + day;
    if (step > 86400000 || isMidnight) return day;
    const time = two(at.getHours()) + ":" + two(at.getMinutes());
    return step < 60000 ? time + ":" + two(at.getSeconds()) : time;
}
