/// How sensors write a temperature in tenths: written here from the manual, apart from the driver
/// and from the simulation.
enum DHTEncoding {
    static func signMagnitude(_ tenths: Int) -> UInt16 {
        UInt16(abs(tenths)) + (tenths < 0 ? 32_768 : 0)
    }

    static func twosComplement(_ tenths: Int) -> UInt16 {
        UInt16(tenths < 0 ? 65_536 + tenths : tenths)
    }
}
