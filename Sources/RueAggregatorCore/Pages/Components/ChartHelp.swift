/// How a chart that has the focus is used from the keyboard; the charts name it as their
/// description, and the script shows it.
enum ChartHelp {
    static var html: HTML {
        HTML("p", ["class": "help", "id": "chart-help", "hidden": ""]) {
            "Drag to zoom, double-click to go back. With the keyboard: "
            key("←")
            " "
            key("→")
            " move, "
            key("+")
            " "
            key("−")
            " zoom, "
            key("Home")
            " everything, "
            key("End")
            " now, "
            key(",")
            " "
            key(".")
            " read the values."
        }
    }

    private static func key(_ name: String) -> HTML { HTML("kbd") { name } }
}
