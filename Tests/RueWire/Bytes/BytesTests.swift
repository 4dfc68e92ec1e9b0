import Testing

@testable import RueWire

@Suite struct BytesTests {
    @Test func bytes_ofTheirLength_comeBack() throws {
        let long = try #require(Bytes32(Array(0..<32)))
        #expect(long.bytes == Array(0..<32))
        #expect(long.hex.hasPrefix("000102"))
        let short = try #require(Bytes16((0..<32).map { UInt8($0) }[16..<32]))
        #expect(short.bytes == Array(16..<32))
        #expect(short.hex.count == 32)
        #expect(Bytes32.zero.bytes == [UInt8](repeating: 0, count: 32))
        #expect(long != .zero && short != .zero)
    }

    @Test func bytes_ofAnotherLength_areRefused() {
        for count in [0, 15, 17, 31, 33] {
            let bytes = [UInt8](repeating: 0, count: count)
            #expect(Bytes16(bytes) == nil)
            #expect(Bytes32(bytes) == nil)
        }
    }
}
