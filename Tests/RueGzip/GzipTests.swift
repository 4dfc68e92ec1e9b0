import CZLib
import Foundation
import RueGzip
import Testing

@Suite struct GzipTests {
    @Test(arguments: [0, 1, 6, 9])
    func compress_anything_comesBack(level: Int) throws {
        let text = Array(String(repeating: "temperature 21.37\n", count: 1_000).utf8)
        for bytes in [[], [0], text, Array(repeating: 7, count: 65_536), text + [255]] {
            #expect(try gunzip(Gzip.compress(bytes, level: level)) == bytes)
        }
    }

    @Test func compress_tenMegabytes_comeBack() throws {
        let seed = UInt64.random(in: 1 ... .max)
        print("compress_tenMegabytes seed \(seed)")
        var state = seed
        let noise = (0..<10_000_000).map { _ in
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return UInt8(truncatingIfNeeded: state >> 32)
        }
        let compressed = try Gzip.compress(noise, level: 1)
        #expect(compressed.count < 10_010_000)
        #expect(try gunzip(compressed) == noise)
        let zeros = [UInt8](repeating: 0, count: 10_000_000)
        let short = try Gzip.compress(zeros)
        #expect(short.count < 20_000)
        #expect(try gunzip(short) == zeros)
    }

    @Test func compress_text_isShorterAndHasNoTimeAndNoName() throws {
        let text = Array(String(repeating: "kitchen/air_temperature ", count: 100).utf8)
        let compressed = try Gzip.compress(text)
        #expect(compressed.count < text.count / 10)
        // RFC 1952 §2.3: magic, deflate, no flags, time 0.
        #expect(compressed.prefix(8) == [0x1F, 0x8B, 8, 0, 0, 0, 0, 0])
    }

    @Test func compress_sameBytes_sameOutput() throws {
        let bytes = (0..<100_000).map { UInt8($0 * $0 % 251) }
        #expect(try Gzip.compress(bytes) == Gzip.compress(bytes))
    }

    @Test func compress_anotherProgramReads_theSame() throws {
        let text = String(repeating: "the house, hour by hour\n", count: 400)
        let program = Process()
        program.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        program.arguments = ["gzip", "-dc"]
        let input = Pipe()
        let output = Pipe()
        program.standardInput = input
        program.standardOutput = output
        try program.run()
        try input.fileHandleForWriting.write(contentsOf: Data(Gzip.compress(Array(text.utf8))))
        try input.fileHandleForWriting.close()
        let result = try output.fileHandleForReading.readToEnd()
        program.waitUntilExit()
        #expect(program.terminationStatus == 0)
        #expect(result == Data(text.utf8))
    }

    @Test(arguments: [-1, 10, .max])
    func compress_levelOutOfRange_isRefused(level: Int) {
        #expect(throws: GzipError.level(level)) { try Gzip.compress([1], level: level) }
        #expect(GzipError.level(level).description.contains("\(level)"))
    }
}

private struct GunzipError: Error {
    let status: Int32
}

/// Reads exactly one gzip member.
private func gunzip(_ bytes: [UInt8]) throws -> [UInt8] {
    var stream = z_stream()
    guard rue_gunzip_begin(&stream) == Z_OK else { throw GunzipError(status: 0) }
    defer { inflateEnd(&stream) }
    var input = bytes
    var output: [UInt8] = []
    var status = Z_OK
    input.withUnsafeMutableBufferPointer { input in
        stream.next_in = input.baseAddress
        stream.avail_in = UInt32(input.count)
        while status == Z_OK {
            output += [UInt8](unsafeUninitializedCapacity: 1 << 20) { buffer, count in
                stream.next_out = buffer.baseAddress
                stream.avail_out = UInt32(buffer.count)
                status = inflate(&stream, Z_NO_FLUSH)
                count = buffer.count - Int(stream.avail_out)
            }
        }
    }
    guard status == Z_STREAM_END, stream.avail_in == 0 else { throw GunzipError(status: status) }
    return output
}
