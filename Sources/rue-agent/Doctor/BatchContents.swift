internal import RueAgentCore
internal import RueWire

/// What a batch holds, for a person.
struct BatchContents {
    private struct Entry {
        /// Without the node's own name.
        let name: String
        let text: String
    }

    private let entries: [Entry]
    /// When it was made; nil without a clock.
    private let utcMilliseconds: UInt64?
    let sequence: UInt64

    init?(_ message: [UInt8]) {
        do throws(WireError) {
            let envelope = try Envelope.decode(message)
            guard let chain = envelope.chain else { return nil }
            (utcMilliseconds, sequence) = (chain.utcMilliseconds, chain.sequence)
            var entries: [Entry] = []
            Pack.forEachRecord(inAccepted: envelope.payload) { record in
                let unit = record.unit.map { " " + $0 } ?? ""
                entries.append(
                    Entry(name: Self.bare(record.name), text: record.value.description + unit))
            }
            self.entries = entries
        } catch {
            return nil
        }
    }

    /// A node's own name ends with the first underscore (PROTOCOL, Records).
    private static func bare(_ name: String) -> String {
        name.firstIndex(of: "_").map { String(name[name.index(after: $0)...]) } ?? name
    }

    /// How long ago it was made, roughly: `40 s ago`.
    var age: String? {
        utcMilliseconds.map { made in
            let now = SystemTime.utc
            let seconds = now > made ? (now - made) / 1000 : 0
            let units: [(seconds: UInt64, name: String)] = [
                (86_400, "days"), (3_600, "h"), (60, "min"),
            ]
            for unit in units where seconds >= 2 * unit.seconds {
                return "\(seconds / unit.seconds) \(unit.name) ago"
            }
            return "\(seconds) s ago"
        }
    }

    /// Why a sensor failed, unless it gave readings since.
    func fault(of id: String) -> String? {
        guard let last = entries.last(where: { quantity($0.name, of: id) != nil }) else {
            return nil
        }
        return quantity(last.name, of: id) == "fault" ? last.text : nil
    }

    /// The newest value of each quantity of a sensor, with its unit.
    func values(of id: String) -> [String] {
        var names: [String] = []
        var values: [String] = []
        for entry in entries.reversed() where !names.contains(entry.name) {
            guard let quantity = quantity(entry.name, of: id), quantity != "fault" else { continue }
            names.append(entry.name)
            values.insert("\(quantity) \(entry.text)", at: 0)
        }
        return values
    }

    /// What a name says of a sensor; nil for another sensor's.
    private func quantity(_ name: String, of id: String) -> String? {
        let prefix = id + "_"
        guard name.hasPrefix(prefix) else { return nil }
        let rest = name.dropFirst(prefix.count)
        return rest.utf8.contains(UInt8(ascii: "_")) ? nil : String(rest)
    }
}
