/// A room's state as glyph and word: told by shape, by colour and in text.
enum StateBadge {
    static func html(_ state: RoomState) -> HTML {
        HTML("span", ["class": "badge", "data-badge": state.rawValue]) {
            for shown in [RoomState.live, .waiting, .stale, .silent, .failing] {
                // All five stand in the page and the style sheet shows the one that holds, so that
                // the script has only an attribute to change.
                HTML("span", ["class": "badge-" + shown.rawValue]) {
                    glyph(shown)
                    shown.word
                }
            }
        }
    }

    private static func glyph(_ state: RoomState) -> HTML {
        HTML("svg", ["viewBox": "0 0 16 16", "width": "16", "height": "16", "aria-hidden": "true"])
        {
            HTML.leaf("path", ["d": path(state)])
        }
    }

    private static func path(_ state: RoomState) -> String {
        switch state {
        case .live: "M3 8.5l3.2 3.2L13 4.8"
        case .waiting: "M3.5 8h.01M8 8h.01M12.5 8h.01"
        case .stale: "M8 2.5a5.5 5.5 0 100 11 5.5 5.5 0 000-11M8 5v3.2l2 1.6"
        case .silent:
            "M2.5 2.5l11 11M2 6.6c1-.9 2-1.5 3.2-1.9M8.5 4.1c2.1.1 4 .9 5.5 2.5"
                + "M4.7 9.6c.9-.8 1.9-1.2 3-1.3M8 12.5h.01"
        case .failing: "M8 2.3L14.5 13.5H1.5zM8 6.5v3.3M8 11.6h.01"
        }
    }
}
