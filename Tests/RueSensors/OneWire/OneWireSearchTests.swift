import RueSensors
import RueSensorsSimulation
import RueTestSupport
import Testing

@Suite struct OneWireSearchTests {
    /// Every set of codes is found whole, in the order of the tree: their bits, first to last.
    @Test(arguments: [0, 1, 2, 3, 7, 16, 33, 64])
    func search_randomCodes_findsEachOnce(count: Int) throws {
        let seed = SeededRandom.freshSeed("search of \(count)")
        var random = SplitMix64(seed: seed)
        for round in 0..<6 {
            let codes = Self.codes(count, shared: round % 3, &random)
            let rig = OneWireRig(.direct, milliCelsius: [])
            for code in codes { rig.add(20_000, rom: code) }
            let found = try rig.bus.search()
            #expect(found == codes.sorted(by: Self.isBefore), "seed \(seed), round \(round)")
        }
    }

    @Test func search_throughABridge_findsTheSame() throws {
        let seed = SeededRandom.freshSeed("search through a bridge")
        var random = SplitMix64(seed: seed)
        let codes = Self.codes(12, shared: 1, &random)
        let rig = OneWireRig(.bridge, milliCelsius: [])
        for code in codes { rig.add(20_000, rom: code) }
        #expect(try rig.bus.search() == codes.sorted(by: Self.isBefore), "seed \(seed)")
    }

    /// Different families, serial numbers that differ in their last bits only, in their first only.
    private static func codes(_ count: Int, shared: Int, _ random: inout SplitMix64)
        -> [OneWireROM]
    {
        var codes: Set<OneWireROM> = []
        while codes.count < count {
            let bits = random.next()
            switch shared {
            case 0:
                codes.insert(OneWireROM(family: UInt8(bits >> 56) | 1, serial: bits))
            case 1:
                codes.insert(OneWireROM(family: 0x28, serial: bits & 0x7F))
            default:
                codes.insert(OneWireROM(family: 0x28, serial: bits << 41 | 0xA5A5))
            }
        }
        return [OneWireROM](codes)
    }

    private static func isBefore(_ one: OneWireROM, _ other: OneWireROM) -> Bool {
        for (mine, its) in zip(one.bytes, other.bytes) where mine != its {
            return (mine ^ its).trailingZeroBitCount == (its & ~mine).trailingZeroBitCount
        }
        return false
    }

    @Test(arguments: OneWireRig.Path.allCases)
    func search_moreThanTheMaximum_isRefused(path: OneWireRig.Path) throws {
        let rig = OneWireRig(path, milliCelsius: [1000, 2000, 3000])
        #expect(try rig.bus.search(maximum: 3).count == 3)
        #expect(throws: BusError.garbledSearch) { try rig.bus.search(maximum: 2) }
    }

    @Test(arguments: OneWireRig.Path.allCases)
    func search_stuckLine_findsNothing(path: OneWireRig.Path) throws {
        let rig = OneWireRig(path)
        rig.wire.line = .heldLow
        #expect(throws: BusError.lineHeldLow) { try rig.bus.search() }
        rig.wire.line = .heldHigh
        #expect(try rig.bus.search() == [])
        rig.wire.line = .free
        #expect(try rig.bus.search() == [rig.chips[0].code])
    }

    @Test(arguments: OneWireRig.Path.allCases)
    func alarmSearch_findsThoseOutsideTheirThresholds(path: OneWireRig.Path) throws {
        let rig = OneWireRig(path, milliCelsius: [29_937, 30_000, 5_937, 6_000, -4_000])
        for chip in rig.chips {
            chip.writeScratchpad(alarmHigh: 30, alarmLow: 5, configurationRegister: 0x7F)
        }
        rig.chips[4].writeScratchpad(
            alarmHigh: 30, alarmLow: UInt8(bitPattern: -5), configurationRegister: 0x7F)
        _ = try rig.read(rig.sensor(0))
        let alarmed = try rig.bus.search(onlyAlarms: true)
        #expect(Set(alarmed) == [rig.chips[1].code, rig.chips[2].code])
        rig.chips[1].writeScratchpad(alarmHigh: 31, alarmLow: 5, configurationRegister: 0x7F)
        rig.chips[2].writeScratchpad(alarmHigh: 31, alarmLow: 4, configurationRegister: 0x7F)
        #expect(try rig.bus.search(onlyAlarms: true) == [])
    }

    /// Noise in any one slot: an error, or codes that are there. Nobody is made up.
    @Test(arguments: [1, 2, 5])
    func search_flipInAnySlot_neverFindsWhatIsNotThere(count: Int) throws {
        let truths = [Int64](repeating: 20_000, count: count)
        let clean = OneWireRig(.direct, milliCelsius: truths)
        let codes = Set(try clean.bus.search())
        var errors = 0
        var madeUp = 0
        for slot in 0..<clean.wire.slotCount {
            let rig = OneWireRig(.direct, milliCelsius: truths)
            rig.wire.flip(slot: slot)
            do throws(BusError) {
                #expect(codes.isSuperset(of: try rig.bus.search()), "slot \(slot)")
            } catch {
                #expect(error == .garbledSearch, "slot \(slot)")
                errors += 1
            }
            let again = OneWireRig(.direct, milliCelsius: truths)
            again.wire.flip(slot: slot)
            if !codes.map(\.bytes).contains(try Self.naiveFirst(again.bus)) { madeUp += 1 }
            #expect(Set(try rig.bus.search()) == codes)
        }
        #expect(errors > 0 && madeUp > 0)
    }

    /// The search as many write it: what the wire says is a device.
    private static func naiveFirst(_ bus: any OneWireBus) throws -> [UInt8] {
        _ = try bus.reset()
        try bus.write(0xF0, strongPullUp: false)
        var code = [UInt8](repeating: 0, count: 8)
        for place in 0..<64 where try bus.triplet(preferring: false).direction {
            code[place / 8] |= 1 << UInt8(place % 8)
        }
        return code
    }

    @Test func search_devicesThatGoAway_isAnError() throws {
        let rig = OneWireRig(.direct, milliCelsius: [1000, 2000])
        var search = OneWireSearch()
        #expect(try search.next(on: rig.bus) != nil)
        for chip in rig.chips { rig.wire.detach(chip) }
        #expect(throws: BusError.noPresence) { try search.next(on: rig.bus) }
        #expect(try search.next(on: rig.bus) == nil)
    }

    /// One that answers the reset only.
    @Test func search_presenceWithoutAnAnswer_isAnError() {
        let rig = OneWireRig(.direct)
        rig.wire.flip(slot: 0)
        #expect(throws: BusError.garbledSearch) { try rig.bus.search() }
    }
}
