import Foundation
import Glibc

/// One connection through the proxy: a thread each way.
///
/// `@unchecked Sendable`: what the threads share is under `lock`.
final class LossyConnection: @unchecked Sendable {
    private let near: Int32
    private let far: Int32
    private let fate: LossyProxy.Fate
    private let lock = NSLock()
    private var up = 0
    private var down = 0
    private var lost = false
    private var openWays = 2

    init(near: Int32, far: Int32, fate: LossyProxy.Fate) {
        (self.near, self.far, self.fate) = (near, far, fate)
    }

    var isLost: Bool { lock.withLock { lost } }

    func passed(_ direction: LossyProxy.Direction) -> Int {
        lock.withLock { direction == .up ? up : down }
    }

    func start() {
        Thread.detachNewThread { self.carry(.up, from: self.near, to: self.far) }
        Thread.detachNewThread { self.carry(.down, from: self.far, to: self.near) }
    }

    /// Both ends find it closed.
    func cut() {
        lock.withLock {
            guard openWays > 0 else { return }
            shutdown(near, Int32(SHUT_RDWR))
            shutdown(far, Int32(SHUT_RDWR))
        }
    }

    private func carry(_ direction: LossyProxy.Direction, from: Int32, to: Int32) {
        var buffer = [UInt8](repeating: 0, count: 16_384)
        while true {
            let wanted = pieceBytes(direction, buffer.count)
            if wanted == 0 {
                lose(direction)
                break
            }
            let count = read(from, &buffer, wanted)
            if count <= 0 { break }
            delay()
            guard Self.writeAll(buffer[..<count], to: to) else { break }
            lock.withLock { if direction == .up { up += count } else { down += count } }
        }
        end(direction, to: to)
    }

    /// How many bytes may be taken at once; none when it is time to lose it.
    private func pieceBytes(_ direction: LossyProxy.Direction, _ most: Int) -> Int {
        switch fate {
        case .passes: most
        case .isCut(direction, let after), .stalls(direction, let after):
            min(most, max(0, after - passed(direction)))
        case .isCut, .stalls: most
        case .isSlow(let bytes, _): min(most, bytes)
        }
    }

    private func delay() {
        if case .isSlow(_, let milliseconds) = fate {
            Thread.sleep(forTimeInterval: Double(milliseconds) / 1000)
        }
    }

    private func lose(_ direction: LossyProxy.Direction) {
        lock.withLock { lost = true }
        if case .isCut = fate { cut() }
        if case .stalls = fate { waitForTheEnd() }
    }

    /// Linux's POLLRDHUP: the other end will send no more.
    private static let hangUp: Int16 = 0x2000

    /// A stalled way stays open until one of the ends gives up.
    private func waitForTheEnd() {
        var ready = [
            pollfd(fd: near, events: Self.hangUp, revents: 0),
            pollfd(fd: far, events: Self.hangUp, revents: 0),
        ]
        _ = poll(&ready, 2, 120_000)
    }

    private func end(_ direction: LossyProxy.Direction, to: Int32) {
        shutdown(to, Int32(SHUT_WR))
        lock.withLock {
            openWays -= 1
            if openWays > 0 { return }
            close(near)
            close(far)
        }
    }

    private static func writeAll(_ bytes: ArraySlice<UInt8>, to descriptor: Int32) -> Bool {
        var rest = bytes
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count <= 0 { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }
}
