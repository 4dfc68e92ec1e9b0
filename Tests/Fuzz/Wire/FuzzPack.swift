import RueWire

/// Packs: the first byte says whether the node knows the time, the others are the payload.
enum FuzzPack: FuzzTarget {
    static var seeds: [[UInt8]] {
        [[1] + Sample.pack(hasClock: true), [0] + Sample.pack(hasClock: false)]
    }

    static func check(_ input: [UInt8]) {
        let hasClock = input.first.map { $0 & 1 == 1 } ?? false
        let payload = Array(input.dropFirst())
        // Of what was never accepted, what can be read before the first fault.
        Pack.forEachRecord(inAccepted: payload) { _ = $0.resolved }
        guard let pack = read(payload, hasClock: hasClock) else { return }
        let records = pack.records
        check(records, of: pack)
        rewrite(records, of: pack, hasClock: hasClock)
    }

    private static func read(_ payload: [UInt8], hasClock: Bool) -> Pack? {
        do throws(WireError) {
            return try Pack(
                decoding: payload, link: Sample.link(hasClock: hasClock), baseName: Sample.baseName)
        } catch {
            require(!error.description.isEmpty, "an error says what is wrong")
            return nil
        }
    }

    private static func check(_ records: [SenMLRecord], of pack: Pack) {
        require(records.count == pack.count, "as many records as counted")
        require((1...WireLimits.records).contains(pack.count), "1 to 1,024 records")
        for record in records {
            require(record.name.hasPrefix(Sample.baseName), "a name is under the signer's")
            require(pack.timeRange.contains(record.time.milliseconds), "a time is in the range")
            if let unit = record.unit { require((1...16).contains(unit.count), "a unit's length") }
            switch record.value {
            case .double(let number): require(number.isFinite, "a number is finite")
            case .text(let text):
                require(text.utf8.count <= WireLimits.textBytes, "a text's length")
            default: break
            }
        }
    }

    /// Every accepted record, written again, is the same record.
    private static func rewrite(_ records: [SenMLRecord], of pack: Pack, hasClock: Bool) {
        var encoder = PackEncoder(
            baseName: Sample.baseName,
            baseTimeMilliseconds: hasClock ? Sample.utcMilliseconds : nil)
        let base = hasClock ? Sample.utcMilliseconds : 0
        for record in records {
            let name = record.name.utf8.dropFirst(Sample.baseName.utf8.count)
            // A base name and a name of 255 bytes each make one that cannot be written in one piece.
            guard name.count <= WireLimits.textBytes else { return }
            encoder.append(
                name: String(decoding: name, as: UTF8.self), unit: record.unit, value: record.value,
                timeOffsetMilliseconds: record.time.milliseconds - base)
        }
        guard let again = read(encoder.encode(), hasClock: hasClock) else {
            return require(false, "what was accepted is accepted when it is written again")
        }
        require(again.timeRange == pack.timeRange, "times survive")
        require(again.isRepacked == pack.isRepacked, "the reason of a re-packing survives")
        require(
            again.records.map(\.normalised) == records.map(\.normalised), "records survive")
    }
}

extension SenMLTime {
    fileprivate var milliseconds: Int64 {
        switch self {
        case .absolute(let milliseconds), .relative(let milliseconds): milliseconds
        }
    }
}

extension SenMLRecord {
    /// With a decimal number in its only normal form.
    fileprivate var normalised: SenMLRecord {
        guard case .decimal(let number) = value else { return self }
        return SenMLRecord(name: name, unit: unit, value: .decimal(number.normalised), time: time)
    }
}
