import CRueSystem
import Foundation
import Glibc
import Testing

@Suite struct MachineTests {
    @Test func hostName_thisMachine_fitsOrIsRefused() {
        var name = [CChar](repeating: 1, count: 256)
        #expect(rue_host_name(&name, name.count) == 0)
        #expect(name.withUnsafeBufferPointer { $0.contains(0) })
        #expect(rue_host_name(&name, 1) == -ENAMETOOLONG)
        #expect(rue_host_name(&name, 0) == -ENAMETOOLONG)
    }

    @Test func hardwareAddress_thisMachine_isARealInterfacesOrNone() throws {
        var address = [UInt8](repeating: 0, count: 6)
        var name = [CChar](repeating: 0, count: Int(RUE_INTERFACE_NAME_SIZE))
        let result = rue_hardware_address(&address, &name)
        guard result == 0 else {
            #expect(result == -ENODEV)
            return
        }
        let interface = String(decoding: name.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self)
        let text = try String(
            contentsOfFile: "/sys/class/net/\(interface)/address", encoding: .utf8)
        let expected = address.map { String(format: "%02x", $0) }.joined(separator: ":")
        #expect(text == expected + "\n")
    }
}
