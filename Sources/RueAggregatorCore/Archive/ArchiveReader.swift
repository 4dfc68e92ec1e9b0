import RueCrypto
import RueWire

/// Reads an archive record by record, never more than a record and a buffer of it at a time.
struct ArchiveReader {
    /// Why there is no next record.
    enum Fault: Error {
        /// The disk.
        case file(StateFileError)
        /// What is at this byte of the file is no record.
        case unreadable(at: UInt64, reason: String)
        /// The file ends within a record.
        case cutOff
    }

    private let source: any ByteSource
    private let hasher = SHA256Hasher()
    private var buffer: [UInt8] = []
    private var used = 0
    private var isAtEnd = false
    /// Where in the file the next record begins.
    private(set) var offset: UInt64 = 0

    private static let bufferBytes = 262_144
    /// More than any record that a writer makes: a grant, and a rotation for each day of decades.
    private static let recordBytes = 8_388_608
    private static let depth = 3

    init(_ source: any ByteSource) {
        self.source = source
    }

    /// The next record; nil at the end of the file.
    mutating func next() throws(Fault) -> ArchiveRecord? {
        while true {
            if let range = try nextRange() { return try record(in: range) }
            if isAtEnd {
                if used == buffer.count { return nil }
                throw .cutOff
            }
            try fill()
        }
    }

    /// SHA-256 over all records so far but seals. It ends the hashing.
    func digest() -> Bytes32 { hasher.finish() }

    /// Where a whole item is in the buffer; nil when more is needed.
    private func nextRange() throws(Fault) -> Range<Int>? {
        guard used < buffer.count else { return nil }
        var reader = CBORReader(buffer, range: used..<buffer.count, rules: .deterministic)
        do throws(WireError) {
            return try reader.skipItem(maximumDepth: Self.depth)
        } catch {
            let isShort =
                switch error {
                case .truncated, .lengthBeyondEnd: true
                default: false
                }
            guard isShort, buffer.count - used < Self.recordBytes else {
                throw unreadable(faultOfNext(else: error))
            }
            return nil
        }
    }

    /// What is wrong with the next record, its place counted from the record's beginning: within the
    /// buffer it depends on the pieces in which the file was read.
    private func faultOfNext(else found: WireError) -> WireError {
        var reader = CBORReader(Array(buffer[used...]), rules: .deterministic)
        do throws(WireError) {
            _ = try reader.skipItem(maximumDepth: Self.depth)
            return found
        } catch {
            return error
        }
    }

    private mutating func record(in range: Range<Int>) throws(Fault) -> ArchiveRecord {
        let bytes = Array(buffer[range])
        let record: ArchiveRecord
        do throws(WireError) {
            record = try ArchiveRecord(decoding: bytes)
        } catch {
            throw unreadable(error)
        }
        used = range.upperBound
        offset += UInt64(bytes.count)
        if case .seal = record { return record }
        hasher.update(bytes)
        return record
    }

    private mutating func fill() throws(Fault) {
        buffer.removeFirst(used)
        used = 0
        do throws(StateFileError) {
            let bytes = try source.read(max(Self.bufferBytes, buffer.count))
            isAtEnd = bytes.isEmpty
            buffer += bytes
        } catch {
            throw .file(error)
        }
    }

    private func unreadable(_ error: WireError) -> Fault {
        .unreadable(at: offset, reason: error.description)
    }
}
