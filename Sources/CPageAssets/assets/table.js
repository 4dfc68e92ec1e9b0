// The tables under the charts, which the server writes: a page that was fetched again brings them
// up to date.

/** Puts the tables of a fetched page into this one. A table that is open stays open, and where it
 *  is scrolled to. */
export function renew(fresh) {
    const others = [...fresh.querySelectorAll("figure[data-chart]")];
    for (const figure of document.querySelectorAll("figure[data-chart]")) {
        const { chart, unit } = figure.dataset;
        const other = others.find(({ dataset }) => dataset.chart === chart && dataset.unit === unit);
        const [old, next] = [figure, other].map((one) => one?.querySelector(".numbers"));
        if (!next) old?.remove();
        else if (!old) figure.append(document.adoptNode(next));
        else old.querySelector("table").replaceWith(document.adoptNode(next.querySelector("table")));
    }
}
