/// The line on top of the house: is all well, and if not, where to look.
enum HouseSummary {
    static func html(_ snapshot: HouseSnapshot) -> HTML {
        let states = snapshot.nodes.map { RoomState($0) }
        return HTML(
            "p",
            [
                "class": "summary", "id": "summary", "role": "status", "aria-live": "polite",
                "data-well": wellness(states),
            ]
        ) { text(snapshot.nodes.map(\.name), states) }
    }

    /// Whether all is well; nobody knows that of a room that waits.
    private static func wellness(_ states: [RoomState]) -> String {
        if states.contains(where: { $0.needsLook }) { return "false" }
        return states.contains(.waiting) ? "waiting" : "true"
    }

    /// `6 rooms, all well`, or who needs a look, or who has yet to begin; `page.js` says it in the
    /// same words.
    static func text(_ names: [String], _ states: [RoomState]) -> String {
        let rooms = NumberText.counted(names.count, "room", "rooms")
        let all = zip(names, states)
        let bad = all.filter { $0.1.needsLook }.map(\.0)
        if !bad.isEmpty { return list(bad, of: rooms, "needs a look", "need a look") }
        let waiting = all.filter { $0.1 == .waiting }.map(\.0)
        if !waiting.isEmpty {
            return list(
                waiting, of: rooms, "waits for its first reading", "wait for their first readings")
        }
        return rooms + (names.count == 1 ? ", well" : ", all well")
    }

    private static func list(
        _ names: [String], of rooms: String, _ one: String, _ several: String
    ) -> String {
        guard names.count <= 3 else { return "\(names.count) of \(rooms) \(several)" }
        let first = names.dropLast().joined(separator: ", ")
        let last = names.last ?? ""
        return first.isEmpty
            ? "\(rooms): \(last) \(one)" : "\(rooms): \(first) and \(last) \(several)"
    }
}
