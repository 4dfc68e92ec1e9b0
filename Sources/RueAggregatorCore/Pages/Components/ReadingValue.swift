/// A value in big or small numerals. The exact number, as signed, is in the `value` attribute.
enum ReadingValue {
    static func html(_ series: SeriesState, classes: String) -> HTML {
        let style = series.style
        return HTML(
            "data",
            [
                "class": classes, "value": ValueText.plain(series.value),
                "data-series": series.id.text, "data-places": "\(style.places)",
                "data-factor": style.factor == 1 ? "1" : "\(style.factor)",
                "data-unit": style.unit,
                "data-t": "\(series.timeMilliseconds ?? series.receivedMilliseconds)",
                "data-stale-after": "\(series.staleAfterMilliseconds)",
            ]
        ) {
            HTML("span", ["class": "number"]) { style.number(series.value) }
            if !style.unit.isEmpty {
                HTML("span", ["class": "unit"]) { NumberText.space + style.unit }
            }
        }
    }
}
