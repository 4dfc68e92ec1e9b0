/// The ways in which the same bytes may come from a connection.
enum Cuts {
    /// Byte by byte, in two pieces cut near each end, and in pieces of uneven lengths that
    /// the bytes themselves decide.
    static func of(_ bytes: [UInt8]) -> [[ArraySlice<UInt8>]] {
        var cuts = [bytes.indices.map { bytes[$0...$0] }, uneven(bytes)]
        // The ends are where a message that follows another begins and a body is done.
        for place in 1..<max(1, min(bytes.count, 6)) {
            cuts.append([bytes[..<place], bytes[place...]])
            cuts.append([bytes[..<(bytes.count - place)], bytes[(bytes.count - place)...]])
        }
        return cuts
    }

    private static func uneven(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        var state: UInt32 = 2_166_136_261
        var pieces: [ArraySlice<UInt8>] = []
        var rest = bytes[...]
        while let first = rest.first {
            state = (state ^ UInt32(first)) &* 16_777_619
            let count = min(rest.count, Int(state >> 24) % 48 + 1)
            pieces.append(rest.prefix(count))
            rest = rest.dropFirst(count)
        }
        return pieces
    }
}
