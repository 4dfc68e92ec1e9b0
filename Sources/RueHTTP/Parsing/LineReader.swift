/// The bytes that have come and are not used up, taken off as lines and as counted bytes.
///
/// Holds what was received and no more: nothing is allocated by a claimed length.
struct LineReader: Sendable {
    private(set) var buffer: [UInt8] = []
    /// Everything before it is used up.
    private var position = 0
    /// No line feed stands between `position` and this.
    private var scanned = 0
    /// Where the header section began.
    private var sectionStart = 0

    /// Bytes held: of the message that is being read, the lines read of it among them, and of what
    /// follows it.
    var count: Int { buffer.count }

    mutating func append(_ bytes: some Sequence<UInt8>) {
        buffer.append(contentsOf: bytes)
    }

    /// Forgets what is used up and begins a header section where the bytes go on.
    mutating func beginSection() {
        if position == buffer.count {
            // A buffer that held a large body is given back; a usual one is used again.
            buffer.removeAll(keepingCapacity: buffer.count <= 16 * 1024)
        } else {
            buffer.removeFirst(position)
        }
        position = 0
        scanned = 0
        sectionStart = 0
    }

    /// The next line without its CRLF, as a range of `buffer`; nil when it has not come whole.
    ///
    /// The limit is applied line by line, so that however the bytes were cut on their way the
    /// outcome is the same.
    mutating func nextLine(limit: Int) throws(HTTPError) -> Range<Int>? {
        guard let end = nextLineFeed() else {
            if buffer.count - sectionStart >= limit { throw .headersTooLarge }
            return nil
        }
        guard end + 1 - sectionStart <= limit else { throw .headersTooLarge }
        let line = position..<end
        position = end + 1
        scanned = position
        return try strippingCarriageReturn(line)
    }

    /// Takes the next `count` bytes off, once they are all there.
    mutating func take(_ count: Int) -> [UInt8]? {
        guard buffer.count - position >= count else { return nil }
        let taken = Array(buffer[position..<position + count])
        position += count
        scanned = position
        return taken
    }

    private mutating func nextLineFeed() -> Int? {
        while scanned < buffer.count {
            if buffer[scanned] == ByteClass.lineFeed { return scanned }
            scanned += 1
        }
        return nil
    }

    private func strippingCarriageReturn(_ line: Range<Int>) throws(HTTPError) -> Range<Int> {
        guard let last = line.last, buffer[last] == ByteClass.carriageReturn else {
            throw .bareLineFeed
        }
        let text = line.lowerBound..<last
        for index in text where buffer[index] == ByteClass.carriageReturn {
            throw .bareCarriageReturn
        }
        return text
    }
}
