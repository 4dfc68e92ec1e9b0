/// The mark: a leaf of rue, three rounded lobes on a stalk.
enum Brand {
    static var mark: HTML {
        HTML("svg", ["viewBox": "0 0 32 32", "width": "28", "height": "28", "aria-hidden": "true"])
        {
            HTML.leaf(
                "path",
                ["class": "stalk", "d": "M16 30V15M16 24l-6.5-5M16 24l6.5-5"])
            HTML.leaf(
                "path", ["class": "leaf", "d": "M16 16c-4-3.2-4.6-9.6 0-14 4.6 4.4 4 10.8 0 14z"])
            HTML.leaf(
                "path",
                ["class": "leaf", "d": "M10.5 20.5C6 21 2.6 17.4 2.5 12c5.2.4 8.4 3.9 8 8.5z"])
            HTML.leaf(
                "path",
                ["class": "leaf", "d": "M21.5 20.5c4.5.5 7.9-3.1 8-8.5-5.2.4-8.4 3.9-8 8.5z"])
        }
    }
}
