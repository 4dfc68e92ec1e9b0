import RueWire

/// Bodies: sequences of messages, cut into items, and each item read.
enum FuzzEnvelope: FuzzTarget {
    static var seeds: [[UInt8]] {
        let messages = MessageKind.allCases.map { kind in
            Envelope(
                kind: kind, keyID: Sample.bytes32(0),
                chain: kind.isChained ? Sample.link(hasClock: kind == .batch) : nil,
                payload: kind == .batch ? Sample.pack(hasClock: true) : [0x80]
            ).signed([UInt8](repeating: 0xee, count: 64)).encode()
        }
        return messages + [MessageSequence.join(Array(messages.prefix(3)))]
    }

    static func check(_ input: [UInt8]) {
        do throws(WireError) {
            let items = try MessageSequence.split(input, maximumItems: 4)
            require((1...4).contains(items.count), "no more items than allowed")
            var end = 0
            for item in items {
                require(item.lowerBound == end && !item.isEmpty, "items stand one behind the other")
                end = item.upperBound
                read(input, item)
            }
            require(end == input.count, "items are all of the body")
        } catch {
            require(!error.description.isEmpty, "an error says what is wrong")
        }
    }

    private static func read(_ body: [UInt8], _ item: Range<Int>) {
        let bytes = Array(body[item])
        do throws(WireError) {
            let message = try Envelope.decode(body, in: item)
            require(message.encode() == bytes, "a message has one encoding")
            let draft = Envelope(
                kind: message.kind, keyID: message.keyID, chain: message.chain,
                payload: message.payload)
            require(
                draft.signed(message.signature).encode() == bytes,
                "nothing is in a message that is not in its fields")
            require(draft.signingInput == message.signingInput, "and all of it is signed")
            require(message.protectedHeader.count <= 512, "a header's length")
        } catch {
            require(!error.description.isEmpty, "an error says what is wrong")
        }
    }
}
