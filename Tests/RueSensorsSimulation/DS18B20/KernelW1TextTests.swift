import RueSensorsSimulation
import Testing

@Suite struct KernelW1TextTests {
    @Test func text_ofAGoodScratchpad_isAsTheKernelWritesIt() {
        let bytes: [UInt8] = [0x63, 0x01, 0x4B, 0x46, 0x7F, 0xFF, 0x0D, 0x10, 0x15]
        #expect(
            KernelW1Text.w1Slave(scratchpad: bytes)
                == """
                63 01 4b 46 7f ff 0d 10 15 : crc=15 YES
                63 01 4b 46 7f ff 0d 10 15 t=22187

                """)
    }

    /// The trap of this file: the second line goes on with what was good.
    @Test func text_ofADamagedScratchpad_saysNoAndShowsTheLastGood() {
        let good: [UInt8] = [0x63, 0x01, 0x4B, 0x46, 0x7F, 0xFF, 0x0D, 0x10, 0x15]
        var bytes = good
        bytes[0] = 0x73
        #expect(
            KernelW1Text.w1Slave(scratchpad: bytes, lastGood: good)
                == """
                73 01 4b 46 7f ff 0d 10 15 : crc=41 NO
                63 01 4b 46 7f ff 0d 10 15 t=23187

                """)
    }

    @Test func temperature_belowZero_isCutTowardsZero() {
        let bytes: [UInt8] = [0x6F, 0xFE, 0x4B, 0x46, 0x7F, 0xFF, 0x01, 0x10, 0x00]
        #expect(KernelW1Text.w1Slave(scratchpad: bytes).hasSuffix("t=-25062\n"))
    }
}
