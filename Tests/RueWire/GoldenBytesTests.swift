import Testing

@testable import RueWire

/// Whole messages, byte for byte. The same bytes were made from the CDDL by another encoder.
@Suite struct GoldenBytesTests {
    static func check(_ kind: MessageKind, _ payload: [UInt8], _ parts: [String]) throws {
        let hex = parts.joined().filter { $0 != " " }
        let envelope = Sample.message(kind, payload: payload)
        #expect(Hex.encode(envelope.encode()) == hex)
        #expect(try Envelope.decode(try Fixture.hex(hex)) == envelope)
    }

    @Test func batch_ofKnownFields_hasTheseBytes() throws {
        try Self.check(
            .batch, Sample.pack(),
            [
                "d284589aa6013202813a00010000031870045820000102030405060708090a0b0c0d0e0f1011121314151617",
                "18191a1b1c1d1e1f10781e6170706c69636174696f6e2f766e642e7275652e62617463682b636f73653a0001",
                "00008601075820404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f5080818283",
                "8485868788898a8b8c8d8e8f1a0001e2401b0000019b7ca98f2ea058a884a6006f6169725f74656d70657261",
                "74757265016343656c02c48221190859062921781d75726e3a6465763a6d61633a6238323765626666666533",
                "63396130315f22c482221b0000019b7ca98f2ea4006c6169725f68756d6964697479016325524802182d0629",
                "a4006c6169725f70726573737572650162506102c482211a009995af06c482213903e2a2006b61747469635f",
                "6661756c74036e6e6f2061636b6e6f776c656467655840eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee",
                "eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee",
            ])
    }

    @Test func head_ofKnownFields_hasTheseBytes() throws {
        try Self.check(
            .head, Sample.head.encode(),
            [
                "d2845846a30132045820000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f1078",
                "1d6170706c69636174696f6e2f766e642e7275652e686561642b636f7365a0588387015008090a0b0c0d0e0f",
                "10111213141516175820000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f0658",
                "20404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f1b0000019b7ca98f2e5820",
                "0405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122235840eeeeeeeeeeeeeeeeeeee",
                "eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee",
                "eeeeeeeeeeeeeeeeeeee",
            ])
    }

    @Test func receipt_ofKnownFields_hasTheseBytes() throws {
        try Self.check(
            .receipt, Sample.receipt.encode(),
            [
                "d2845849a30132045820000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f1078",
                "206170706c69636174696f6e2f766e642e7275652e726563656970742b636f7365a058858901582000010203",
                "0405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f0758204142434445464748494a4b4c4d",
                "4e4f505152535455565758595a5b5c5d5e5f60011b0000019b7ca98f2e50909192939495969798999a9b9c9d",
                "9e9f0c5820a0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7b8b9babbbcbdbebf5840eeeeeeeeee",
                "eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee",
                "eeeeeeeeeeeeeeeeeeeeeeeeeeeeee",
            ])
    }

    @Test func grant_ofKnownFields_hasTheseBytes() throws {
        try Self.check(
            .grant, Sample.grant.encode(),
            [
                "d2845847a30132045820000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f1078",
                "1e6170706c69636174696f6e2f766e642e7275652e6772616e742b636f7365a058ea8801a301012006215820",
                "030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122781d75726e3a6465763a6d61",
                "633a623832376562666666653363396130315f58200405060708090a0b0c0d0e0f101112131415161718191a",
                "1b1c1d1e1f2021222382582005060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f2021222324",
                "5820060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425a3010120062158200708",
                "090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425264801020304050607081b0000019b",
                "7ca98f2e5840eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee",
                "eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee",
            ])
    }
}
