/// A short piece of a series' line, for legends; its colour and dash come from the classes of what
/// holds it.
enum SeriesSwatch {
    static var html: HTML {
        HTML(
            "svg",
            [
                "class": "swatch", "width": "28", "height": "12", "viewBox": "0 0 28 12",
                "aria-hidden": "true",
            ]
        ) { HTML.leaf("path", ["class": "line", "d": "M2 6H26"]) }
    }
}
