/// What several answers and the live stream say in the same words.
extension JSONWriter {
    /// The members of a series' latest value.
    mutating func latest(_ series: SeriesState) {
        member("series", series.id.text)
        member("t", series.timeMilliseconds)
        member("v", series.value)
    }

    /// The members of a sensor's fault.
    mutating func fault(_ fault: SensorState.Fault) {
        member("t", fault.timeMilliseconds)
        member("since", fault.sinceMilliseconds)
        member("text", fault.text)
    }

    /// A member that names series.
    mutating func ids(_ name: StaticString, _ series: [SeriesState]) {
        list(name, series) { series, json in json.text(series.id.text) }
    }
}
