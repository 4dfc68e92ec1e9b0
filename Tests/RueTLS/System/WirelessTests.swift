import CRueSystem
import Glibc
import Testing

/// What can be said where there is no wireless network. That a real one is told right, only a machine
/// with one can show.
@Suite struct WirelessTests {
    @Test(arguments: ["nosuch0", "a-name-that-no-interface-can-have", ""])
    func savesPower_noInterface_saysSo(name: String) {
        #expect(rue_wireless_saves_power(name) == -ENODEV)
    }

    @Test func savesPower_wiredInterface_isNotAnswered() {
        #expect(rue_wireless_saves_power("lo") == -EOPNOTSUPP)
    }
}
