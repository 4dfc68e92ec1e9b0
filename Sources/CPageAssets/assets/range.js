// Questions about the past, asked of the server together: charts of one page mostly show the same
// time, and the server reads what a node sent once for all of its series.

const most = 16;
const patience = 15;
const waiting = new Map();

async function ask(query, ids) {
    const names = new URLSearchParams(ids.map((id) => ["series", id]));
    const answer = await fetch(`/api/v1/range?${names}&${query}`);
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    return answer.json();
}

async function send(query) {
    const { ids } = waiting.get(query);
    waiting.delete(query);
    const all = [...ids];
    const parts = Array.from(
        { length: Math.ceil(all.length / most) }, (_, index) => all.slice(index * most, (index + 1) * most));
    const answers = await Promise.all(parts.map((part) => ask(query, part)));
    return { ...answers[0], series: answers.flatMap(({ series }) => series) };
}

/** The buckets of some series: the API's answer, which may have more series than were asked for.
 *
 *  Times in milliseconds since 1970; they are widened to whole seconds, so that questions that are
 *  asked at nearly the same moment are the same. */
export function range(ids, from, to, points) {
    const query = new URLSearchParams({
        from: new Date(Math.max(0, Math.floor(from / 1000) * 1000)).toISOString(),
        to: new Date(Math.ceil(to / 1000) * 1000).toISOString(),
        points: String(points),
    }).toString();
    if (!waiting.has(query)) {
        const answer = new Promise((done, fail) => {
            setTimeout(() => send(query).then(done, fail), patience);
        });
        waiting.set(query, { ids: new Set(), answer });
    }
    const question = waiting.get(query);
    for (const id of ids) question.ids.add(id);
    return question.answer;
}
