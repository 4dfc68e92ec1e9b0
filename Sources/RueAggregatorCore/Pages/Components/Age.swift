/// How long ago something was; the script of the page lets it tick.
enum Age {
    /// - Parameters:
    ///   - milliseconds: when it was, since 1970.
    ///   - view: the present and the zone.
    ///   - prefix: what stands before it.
    static func html(_ milliseconds: Int64, _ view: HouseView, classes: String = "age") -> HTML {
        HTML(
            "time",
            [
                "class": classes, "datetime": UTCTime.text(milliseconds: milliseconds),
                "data-age": "\(milliseconds)",
                "title": TimeElement.text(milliseconds, view.zone, .full),
            ]
        ) { SpanText.ago(milliseconds: view.now - milliseconds) }
    }
}
