/// The line on top of the house: is all well, and if not, where to look.
enum HouseSummary {
    static func html(_ snapshot: HouseSnapshot) -> HTML {
        let states = snapshot.nodes.map { RoomState($0) }
        let isWell = !states.contains { $0.needsLook }
        return HTML(
            "p",
            [
                "class": "summary", "id": "summary", "role": "status", "aria-live": "polite",
                "data-well": isWell ? "true" : "false",
            ]
        ) { text(snapshot.nodes.map(\.name), states) }
    }

    /// `6 rooms, all well`, or who needs a look; `page.js` says it in the same words.
    static func text(_ names: [String], _ states: [RoomState]) -> String {
        let rooms = NumberText.counted(names.count, "room", "rooms")
        let bad = zip(names, states).filter { $0.1.needsLook }.map(\.0)
        guard let last = bad.last else {
            return names.count == 1 ? "1\u{A0}room, well" : rooms + ", all well"
        }
        guard bad.count <= 3 else { return "\(bad.count) of \(rooms) need a look" }
        let list = bad.dropLast().joined(separator: ", ")
        let who = list.isEmpty ? last : list + " and " + last
        return "\(rooms): \(who) \(bad.count == 1 ? "needs" : "need") a look"
    }
}
