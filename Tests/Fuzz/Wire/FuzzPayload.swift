import RueWire

/// Payloads of messages other than batches, and problems: the first byte says which.
enum FuzzPayload: FuzzTarget {
    static var seeds: [[UInt8]] {
        samples.enumerated().map { [UInt8($0.offset)] + $0.element }
    }

    static func check(_ input: [UInt8]) {
        guard let first = input.first else { return }
        let payload = Array(input.dropFirst())
        do throws(WireError) {
            let once = try rewrite(first, payload)
            require(once.count <= payload.count, "what is written is as short as can be")
            do throws(WireError) {
                require(try rewrite(first, once) == once, "what was read is written the same again")
            } catch {
                require(false, "what was written can be read: \(error.description)")
            }
        } catch {
            require(!error.description.isEmpty, "an error says what is wrong")
        }
    }

    private static func rewrite(_ kind: UInt8, _ bytes: [UInt8]) throws(WireError) -> [UInt8] {
        switch kind % 11 {
        case 0: try EnrolPayload(decoding: bytes).encode()
        case 1: try GrantPayload(decoding: bytes).encode()
        case 2: try HeadRequestPayload(decoding: bytes).encode()
        case 3: try HeadPayload(decoding: bytes).encode()
        case 4: try ReceiptPayload(decoding: bytes).encode()
        case 5: try RotatePayload(decoding: bytes).encode()
        case 6: try PollPayload(decoding: bytes).encode()
        case 7: try CommandPayload(decoding: bytes).encode()
        case 8: try PinsPayload(decoding: bytes).encode()
        case 9: try ArchivePayload(decoding: bytes).encode()
        default: try Problem(decoding: bytes).encode()
        }
    }

    /// One of each, in the order of `rewrite`.
    private static var samples: [[UInt8]] {
        let time = UInt64(Sample.utcMilliseconds)
        let (one, two) = (Sample.bytes32(1), Sample.bytes32(2))
        let half = Sample.bytes16(8)
        let token = Array(one.bytes.prefix(8))
        return [
            EnrolPayload(
                tokenID: token, mac: two, publicKey: one.bytes, baseName: Sample.baseName
            ).encode(),
            GrantPayload(
                publicKey: one.bytes, baseName: Sample.baseName, serverID: two, livePin: one,
                recoveryPin: two, serverKey: two.bytes, tokenID: token, utcMilliseconds: time
            ).encode(),
            HeadRequestPayload(
                nonce: half, grant: [1, 2, 3], rotations: [[4], [5, 6]],
                oldest: .init(sequence: 3, previous: one)
            ).encode(),
            HeadPayload(
                nonce: half, keyID: one, sequence: 6, id: two, utcMilliseconds: time, serverID: two
            ).encode(),
            ReceiptPayload(
                keyID: one, sequence: 7, id: two, status: .quarantined, utcMilliseconds: time,
                logID: half, logSize: 12, logHead: one
            ).encode(),
            RotatePayload(newKey: one.bytes, proof: one.bytes + two.bytes).encode(),
            PollPayload(
                commandSequence: 4, pinsNumber: 0, boot: half, uptimeMilliseconds: 123_456,
                logID: half, logSize: 12, logHead: two
            ).encode(),
            CommandPayload(
                keyID: one, commandSequence: 5, boot: half, untilUptimeMilliseconds: 200_000,
                action: "valve_close", arguments: [0x81, 0x18, 0x2a]
            ).encode(),
            PinsPayload(keyID: one, number: time, livePin: one, recoveryPin: two).encode(),
            ArchivePayload(
                utcMilliseconds: time, from: nil, to: time, logID: half, logSize: 12, logHead: two,
                chains: 2, items: 9, digest: one
            ).encode(),
            Problem(title: "a", detail: "b", code: .gap, head: [1, 2]).encode(),
        ]
    }
}
