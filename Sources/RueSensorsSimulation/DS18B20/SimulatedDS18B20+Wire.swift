// The chip on a wire, after it was addressed (19-7487, "Function Commands").
extension SimulatedDS18B20: SimulatedOneWireDevice {
    /// What it does with the slots that come.
    enum Talk: Equatable {
        /// Listens for a command.
        case command
        /// Takes this many bytes more.
        case settings(missing: Int)
        /// Sends bytes, and then only ones.
        case sending([UInt8], bit: Int)
        /// Sends 0 while it is at something.
        case busy
        /// Sends this bit.
        case level(Bool)
    }

    /// Whether it is plugged in.
    public var isConnected: Bool { !faults.isSilent }

    /// Whether its last conversion lies outside the thresholds, whose whole degrees are compared
    /// (19-7487, "Alarm Signaling").
    public var isAlarmed: Bool {
        settle()
        let raw = Int16(bitPattern: UInt16(memory[1]) << 8 | UInt16(memory[0]))
        let degrees = raw >> 4
        return degrees >= Int16(Int8(bitPattern: memory[2]))
            || degrees <= Int16(Int8(bitPattern: memory[3]))
    }

    /// Waits for a function command.
    public func select() {
        settle()
        talk = .command
    }

    /// What it sends in this slot.
    ///
    /// - Returns: a bit; nil while it listens.
    public func nextBit() -> Bool? {
        settle()
        switch talk {
        case .command, .settings: return nil
        case .level(let bit): return bit
        case .busy: return !(isBusy && showsBusy)
        case .sending(let bytes, let bit):
            talk = .sending(bytes, bit: bit + 1)
            return bit >= bytes.count * 8 || bytes[bit / 8] >> UInt8(bit % 8) & 1 == 1
        }
    }

    /// Takes a function command, or one of the three bytes of its settings.
    ///
    /// - Parameter byte: what was sent.
    public func receive(_ byte: UInt8) {
        settle()
        if case .settings(let missing) = talk { return take(byte, missing: missing) }
        switch byte {
        case 0x44:
            convert()
            talk = .busy
        case 0xBE: talk = .sending(faults.applied(to: readScratchpad()), bit: 0)
        case 0x4E: talk = .settings(missing: 3)
        case 0x48:
            copyScratchpad()
            talk = .busy
        case 0xB8:
            recall()
            talk = .busy
        case 0xB4: talk = .level(!isParasitePowered)
        default: talk = .level(true)
        }
    }

    /// Lives through a conversion or a copy on it, if it has no supply wire.
    ///
    /// - Parameter isOn: whether the line is powered.
    public func strongPullUp(_ isOn: Bool) {
        if !isOn { settle() }
        isFed = isOn
        if !isOn { settle() }
    }

    private func take(_ byte: UInt8, missing: Int) {
        switch missing {
        case 3: memory[2] = byte
        case 2: memory[3] = byte
        default: setRegister(byte)
        }
        talk = missing > 1 ? .settings(missing: missing - 1) : .level(true)
    }
}
