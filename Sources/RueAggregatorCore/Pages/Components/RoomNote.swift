/// What there is to say of a node that is not heard of: shown by the style sheet while that holds.
enum RoomNote {
    static func html(_ node: NodeState, _ view: HouseView) -> HTML {
        node.lastSeenMilliseconds.map { contact($0, view) } ?? waiting(node, view)
    }

    private static func contact(_ seen: Int64, _ view: HouseView) -> HTML {
        HTML("div", ["class": "note contact"]) {
            HTML("p") {
                HTML("strong") { "No contact" }
                " for "
                HTML("span", ["data-for": "\(seen)", "data-for-node": ""]) {
                    SpanText.text(milliseconds: view.now - seen)
                }
                ". What it reads meanwhile it keeps, and sends when it is back."
            }
        }
    }

    private static func waiting(_ node: NodeState, _ view: HouseView) -> HTML {
        HTML("div", ["class": "note waiting"]) {
            HTML("p") {
                HTML("strong") { "Waiting for the first reading." }
                " Added "
                Age.html(node.createdMilliseconds, view)
                "; start it with "
                HTML("code") { "rue-agent run" }
                "."
            }
        }
    }
}
