/// How long ago something was; the script of the page lets it tick.
enum Age {
    /// The words, with the whole date for those who point at them.
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
