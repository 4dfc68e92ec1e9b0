/// How a chart that has the focus is used from the keyboard. The charts name it as their
/// description; the script shows the same to those who see, while a chart has the focus.
enum ChartHelp {
    static var html: HTML {
        HTML("p", ["class": "help", "id": "chart-help", "hidden": ""]) {
            key("←")
            " "
            key("→")
            " move, "
            key("+")
            " "
            key("−")
            " zoom, "
            key("Home")
            " all, "
            key("End")
            " now, "
            key(",")
            " "
            key(".")
            " values."
        }
    }

    private static func key(_ name: String) -> HTML { HTML("kbd") { name } }
}
