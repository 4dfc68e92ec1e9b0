internal import CZLib

/// Bytes as one member of the gzip format (RFC 1952).
public enum Gzip {
    private static let chunkBytes = 32 << 10

    /// Compresses bytes. Takes about 256 KiB beside the output, whatever their number.
    ///
    /// The header has no time and no name, so that the same bytes, level and zlib always give the
    /// same output.
    /// - Parameters:
    ///   - bytes: what to compress; may be empty.
    ///   - level: 0 (stored) to 9 (smallest). At 6, about 20 ms a megabyte of text.
    /// - Returns: a whole gzip member.
    /// - Throws: `.level`, `.outOfMemory`, `.zlib`.
    public static func compress(_ bytes: [UInt8], level: Int = 6) throws(GzipError) -> [UInt8] {
        guard 0...9 ~= level else { throw .level(level) }
        var stream = z_stream()
        try check(rue_gzip_begin(&stream, Int32(level)), Z_OK)
        defer { deflateEnd(&stream) }
        var output: [UInt8] = []
        var status = Z_OK
        bytes.withUnsafeBufferPointer { input in
            var taken = 0
            repeat {
                // zlib counts in 32 bits, and never writes to its input.
                let count = min(input.count - taken, Int(Int32.max))
                stream.next_in = input.baseAddress.map {
                    UnsafeMutablePointer(mutating: $0 + taken)
                }
                stream.avail_in = UInt32(count)
                taken += count
                status = deflateAll(
                    &stream, into: &output, taken == input.count ? Z_FINISH : Z_NO_FLUSH)
            } while status == Z_OK && taken < input.count
        }
        try check(status, Z_STREAM_END)
        return output
    }

    /// Runs until the input is used up, or with `Z_FINISH` until the end is written.
    private static func deflateAll(
        _ stream: inout z_stream, into output: inout [UInt8], _ flush: Int32
    ) -> Int32 {
        var status = Z_OK
        repeat {
            let chunk = [UInt8](unsafeUninitializedCapacity: chunkBytes) { buffer, count in
                stream.next_out = buffer.baseAddress
                stream.avail_out = UInt32(chunkBytes)
                status = deflate(&stream, flush)
                count = chunkBytes - Int(stream.avail_out)
            }
            output += chunk
        } while status == Z_OK && stream.avail_out == 0
        // Nothing left to do is no error when all input is used.
        return status == Z_BUF_ERROR && flush == Z_NO_FLUSH ? Z_OK : status
    }

    private static func check(_ status: Int32, _ wanted: Int32) throws(GzipError) {
        guard status != wanted else { return }
        throw status == Z_MEM_ERROR ? .outOfMemory : .zlib(status)
    }
}
