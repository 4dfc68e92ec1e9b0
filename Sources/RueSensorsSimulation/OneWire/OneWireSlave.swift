internal import RueSensors

/// One device's side of the wire: what it drives in each slot, and what it makes of the line, from
/// the reset on (19-7487, "Transaction Sequence").
final class OneWireSlave {
    let device: any SimulatedOneWireDevice

    private enum State {
        /// Until the next reset.
        case idle
        case romCommand
        /// The device compares what is sent with its code.
        case match(bit: Int)
        /// Bit, complement, direction: three slots for each place.
        case search(bit: Int, step: Int)
        case sendingCode(bit: Int)
        case selected
    }

    private var state = State.idle
    private var shift: UInt8 = 0
    private var count = 0
    /// Whether the device, once selected, drove nothing in this slot.
    private var isListening = false

    /// The code's 64 bits, the first to travel lowest.
    private let code: UInt64

    init(_ device: any SimulatedOneWireDevice) {
        self.device = device
        code = device.code.bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// A reset pulse.
    ///
    /// - Returns: whether it answers.
    func reset() -> Bool {
        state = device.isConnected ? .romCommand : .idle
        (shift, count) = (0, 0)
        return device.isConnected
    }

    /// What it drives in the slot that begins; true leaves the line alone.
    func drive() -> Bool {
        guard device.isConnected else { return true }
        switch state {
        case .search(let bit, let step) where step < 2: return codeBit(bit) == (step == 0)
        case .sendingCode(let bit): return codeBit(bit)
        case .selected: return driveSelected()
        default: return true
        }
    }

    /// What the line was in the slot.
    func sense(_ line: Bool) {
        guard device.isConnected else { return }
        switch state {
        case .idle: break
        case .romCommand: collect(line) { obey($0) }
        case .match(let bit): compare(line, at: bit)
        case .search(let bit, let step): search(line, at: bit, step)
        case .sendingCode(let bit): state = bit == 63 ? .idle : .sendingCode(bit: bit + 1)
        case .selected where isListening: collect(line) { device.receive($0) }
        case .selected: break
        }
    }

    private func driveSelected() -> Bool {
        let bit = device.nextBit()
        isListening = bit == nil
        return bit ?? true
    }

    private func search(_ line: Bool, at bit: Int, _ step: Int) {
        if step < 2 {
            state = .search(bit: bit, step: step + 1)
        } else if line != codeBit(bit) || bit == 63 {
            state = .idle
        } else {
            state = .search(bit: bit + 1, step: 0)
        }
    }

    private func compare(_ line: Bool, at bit: Int) {
        if line != codeBit(bit) {
            state = .idle
        } else if bit == 63 {
            select()
        } else {
            state = .match(bit: bit + 1)
        }
    }

    private func collect(_ line: Bool, _ done: (UInt8) -> Void) {
        shift = shift >> 1 | (line ? 0x80 : 0)
        count += 1
        if count < 8 { return }
        count = 0
        done(shift)
    }

    private func obey(_ command: UInt8) {
        switch command {
        case 0xF0: state = .search(bit: 0, step: 0)
        case 0xEC: state = device.isAlarmed ? .search(bit: 0, step: 0) : .idle
        case 0x55: state = .match(bit: 0)
        case 0x33: state = .sendingCode(bit: 0)
        case 0xCC: select()
        default: state = .idle
        }
    }

    private func select() {
        state = .selected
        device.select()
    }

    private func codeBit(_ bit: Int) -> Bool { code >> UInt64(bit) & 1 == 1 }
}
