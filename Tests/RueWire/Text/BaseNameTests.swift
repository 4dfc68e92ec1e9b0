import Testing

@testable import RueWire

@Suite struct BaseNameTests {
    @Test func mac_ofADevice_isWidenedWithoutFlippingABit() {
        let name = BaseName.mac([0xb8, 0x27, 0xeb, 0x3c, 0x9a, 0x01])
        #expect(name == "urn:dev:mac:b827ebfffe3c9a01_")
        #expect(
            BaseName.mac([0xb8, 0x27, 0xeb, 0xff, 0xfe, 0x3c, 0x9a, 0x01])
                == "urn:dev:mac:b827ebfffe3c9a01_")
        #expect(BaseName.mac([1, 2, 3]) == nil)
    }

    @Test func simulated_keyID_hasLocalBitAndNoGroupBit() {
        #expect(BaseName.simulated(Sample.bytes32(0x01)) == "urn:dev:mac:0202030405060708_")
        #expect(BaseName.simulated(Sample.bytes32(0xfd)) == "urn:dev:mac:fefeff0001020304_")
    }

    @Test(arguments: [
        "", "urn:dev:mac:b827ebfffe3c9a01", "urn:dev:mac:b827ebfffe3c9a01__",
        "urn:dev:mac:B827ebfffe3c9a01_", "urn:dev:mac:b827ebfffe3c9a0g_",
        "urn:dev:mac:b827ebfffe3c9a0_", "urn:dev:ow_:b827ebfffe3c9a01_",
    ])
    func isValid_otherForms_areRefused(text: String) {
        #expect(!BaseName.isValid(text))
        #expect(BaseName.isValid("urn:dev:mac:b827ebfffe3c9a01_"))
    }
}
