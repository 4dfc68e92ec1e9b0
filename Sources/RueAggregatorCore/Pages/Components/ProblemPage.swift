/// A page that says what is wrong with an address, and where to go instead.
enum ProblemPage {
    static func html(title: String, text: String, _ view: HouseView) -> HTML {
        PageFrame(title: title, view: view).html {
            HTML("div", ["class": "headline"]) { HTML("h1") { title } }
            HTML("p", ["class": "note problem"]) { text }
            HTML("p", ["class": "crumb"]) { HTML("a", ["href": "/"]) { "Back to the house" } }
        }
    }
}
