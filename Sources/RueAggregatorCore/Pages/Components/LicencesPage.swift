/// `/licences`: whose work the pages and the server are made of.
enum LicencesPage {
    private struct Part {
        let name: String
        let use: String
        let licence: String
        var link: String?
    }

    private static let parts = [
        Part(name: "Rue", use: "all of the pages and the server", licence: "Apache License 2.0"),
        Part(
            name: "dygraphs", use: "draws the charts in your browser", licence: "MIT",
            link: "/assets/dygraphs-copyright.txt"),
        Part(name: "OpenSSL", use: "signatures, TLS", licence: "Apache License 2.0"),
        Part(name: "SQLite", use: "keeps the history", licence: "public domain"),
        Part(name: "libevent", use: "waits for the network", licence: "BSD, 3 clauses"),
        Part(name: "zlib", use: "makes answers shorter", licence: "zlib"),
        Part(
            name: "Swift", use: "the language and its libraries",
            licence: "Apache License 2.0 with Runtime Library Exception"),
    ]

    static func html(_ view: HouseView) -> HTML {
        PageFrame(title: "Licences", view: view).html {
            HTML("div", ["class": "headline"]) { HTML("h1") { "Licences" } }
            HTML("dl", ["class": "card facts"]) {
                for part in parts { fact(part) }
            }
            HTML("p", ["class": "quiet"]) {
                "The libraries come from the packages of the server’s system, which has their "
                "whole texts below "
                HTML("code") { "/usr/share/doc" }
                ". Nothing on these pages is loaded from anywhere else."
            }
        }
    }

    private static func fact(_ part: Part) -> HTML {
        Fact.html(part.name, id: part.name) {
            if let link = part.link {
                HTML("a", ["href": link]) { part.licence }
            } else {
                part.licence
            }
            HTML("small") { part.use }
        }
    }
}
