/// The page around the content: head, skip link, header, landmarks, footer.
struct PageFrame {
    /// What the browser's tab says before the name of the program.
    let title: String
    /// Which entry of the menu is this page.
    var section: Section?
    /// Scripts beyond those that every page has.
    var scripts: [String] = []
    /// Whether the page has charts, and so needs the library that draws them.
    var hasCharts = false
    /// The present, and the zone of the texts.
    let view: HouseView

    enum Section { case house, compare }

    func html(@HTMLBuilder _ content: () -> HTML) -> HTML {
        var page = HTML.fixed("<!DOCTYPE html>\n")
        page.append(
            HTML("html", ["lang": "en", "data-now": "\(view.now)"]) {
                head
                HTML("body") {
                    HTML("a", ["class": "skip", "href": "#content"]) { "Skip to the content" }
                    header
                    HTML("main", ["id": "content", "tabindex": "-1"]) { content() }
                    footer
                }
            })
        return page
    }

    private var head: HTML {
        HTML("head") {
            HTML.void("meta", ["charset": "utf-8"])
            HTML.void(
                "meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
            HTML.void("meta", ["name": "color-scheme", "content": "light dark"])
            HTML("title") { title + " · Rue" }
            HTML.void("link", ["rel": "icon", "href": PageLinks.icon, "type": "image/svg+xml"])
            HTML.void("link", ["rel": "stylesheet", "href": PageLinks.style])
            if hasCharts {
                HTML.leaf("script", ["src": PageLinks.chartLibrary, "defer": ""])
            }
            for script in ["page.js"] + scripts {
                HTML.leaf("script", ["src": PageLinks.module(script), "type": "module"])
            }
        }
    }

    private var header: HTML {
        HTML("header", ["class": "top"]) {
            HTML("a", ["class": "brand", "href": "/", "aria-label": "Rue, the house"]) {
                Brand.mark
                HTML("span") { "Rue" }
            }
            HTML("nav", ["aria-label": "Pages"]) {
                link("/", "House", isHere: section == .house)
                link("/compare", "Compare", isHere: section == .compare)
            }
            HTML("p", ["class": "connection", "id": "connection", "data-connection": "none"]) {
                HTML.leaf("span", ["class": "dot", "aria-hidden": "true"])
                HTML("span", ["id": "connection-text"]) { "as of " }
                TimeElement.html(view.now, view.zone, .time)
            }
        }
    }

    private func link(_ path: String, _ text: String, isHere: Bool) -> HTML {
        HTML("a", ["href": path, "aria-current": isHere ? "page" : nil]) { text }
    }

    private var footer: HTML {
        HTML("footer", ["class": "bottom"]) {
            HTML("p") {
                "Times are "
                HTML("span", ["data-zone": ""]) {
                    view.zone.local(milliseconds: view.now).zone + ", the server’s zone"
                }
                ". Every reading was signed by its sensor’s node, and the signature verified."
            }
            HTML("p") {
                HTML("a", ["href": "/api/v1/openapi.json"]) { "API" }
                HTML("a", ["href": "/licences"]) { "Licences" }
            }
        }
    }
}
