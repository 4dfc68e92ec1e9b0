import Testing

@testable import RueSensorsSimulation

@Suite struct ShowerTests {
    /// 2026-01-01 00:00 UTC.
    private static let newYear: Int64 = 1_767_225_600_000

    /// The showers of a quarter of a year, with the time that the next one leaves.
    private static let showers: [Pulse] = (Int64(0)..<90).flatMap { day in
        let noise = Noise(seed: 7, stream: 0x30)
        let today = LocalDay(around: newYear + day * Span.day + 12 * Span.hour)
        return Habits.showers.compactMap {
            $0.pulse(before: .max, on: today, isWeekend: today.isWeekend, by: noise)
        }
    }.sorted { $0.start < $1.start }

    private static func humidity(_ room: Room, at moment: Int64) -> Int64 {
        House(seed: 7).climate(in: room).truth(at: moment).relativeHumidityMilliPercent
    }

    @Test func shower_almostAlways_raisesTheBathAbove75() {
        let ends = Self.showers.map { Self.humidity(.bathroom, at: $0.start + $0.duration) }
        #expect(ends.count > 120)
        let humid = ends.filter { $0 > 75_000 }
        // A few are short ones.
        #expect(humid.count * 10 > ends.count * 8, "\(humid.count) of \(ends.count)")
    }

    @Test func shower_anHourLater_isOver() {
        var checked = 0
        for (shower, next) in zip(Self.showers, Self.showers.dropFirst()) {
            let end = shower.start + shower.duration
            guard next.start > end + Span.hour else { continue }
            checked += 1
            let before = Self.humidity(.bathroom, at: shower.start - 2 * Span.hour)
            let peak = Self.humidity(.bathroom, at: end)
            let after = Self.humidity(.bathroom, at: end + Span.hour)
            #expect(after - before < (peak - before) / 3 + 3000, "at \(shower.start)")
        }
        #expect(checked > 60)
    }

    /// The door is not tight.
    @Test func shower_inTheBedroom_isFeltALittle() {
        let with = HeatedRoom(.bedroom, houseSeed: 7, roomSeed: 1)
        let dry = HeatedRoom(
            .init(
                heating: with.character.heating, windowFacing: with.character.windowFacing,
                sunGain: with.character.sunGain, vapour: with.character.vapour,
                airing: with.character.airing, summerNight: with.character.summerNight,
                sources: [with.character.sources[0]]),
            houseSeed: 7, roomSeed: 1)
        for shower in Self.showers {
            let end = shower.start + shower.duration
            let more = with.air(at: end).vapour - dry.air(at: end).vapour
            #expect((1...300_000).contains(more))
        }
    }
}
