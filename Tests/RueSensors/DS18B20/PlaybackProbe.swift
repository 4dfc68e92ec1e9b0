import RueSensors

/// A probe that does what it was told, and remembers what it was asked.
final class PlaybackProbe: OneWireProbe {
    enum Answer {
        case pending
        case bytes([UInt8])
        case error(BusError)
    }

    var rom: OneWireROM?
    /// What ``begin()`` throws, once.
    var beginError: BusError?
    /// What ``finish()`` answers, in order; pending when there is no more.
    var answers: [Answer]
    private(set) var calls: [String] = []

    init(_ answers: [Answer] = [], rom: OneWireROM? = nil) {
        self.answers = answers
        self.rom = rom
    }

    func begin(resolution: DS18B20.Resolution?) throws(BusError) -> UInt64 {
        calls.append("begin")
        guard let error = beginError else { return 800_000 }
        beginError = nil
        throw error
    }

    func finish() throws(BusError) -> [UInt8]? {
        calls.append("finish")
        guard !answers.isEmpty else { return nil }
        switch answers.removeFirst() {
        case .pending: return nil
        case .bytes(let bytes): return bytes
        case .error(let error): throw error
        }
    }

    func abandon() { calls.append("abandon") }
}
