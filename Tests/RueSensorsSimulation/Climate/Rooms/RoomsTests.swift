import Testing

@testable import RueSensorsSimulation

/// What a knowledgeable person would look for in the rooms' curves.
@Suite struct RoomsTests {
    /// 2026-01-01 00:00 UTC.
    private static let newYear: Int64 = 1_767_225_600_000
    private static let house = House(seed: 7)

    private static func temperature(
        _ room: Room, _ place: Place = .air, at moment: Int64
    ) -> Int64 {
        house.climate(in: room, place: place).truth(at: moment).temperatureMilliCelsius
    }

    private static func swing(_ values: [Int64]) -> Int64 {
        (values.max() ?? 0) - (values.min() ?? 0)
    }

    @Test func attic_onSummerAfternoons_isWarmerThanKitchenAndGarden() {
        let days = (Int64(160)..<230).map { Self.newYear + $0 * Span.day + 13 * Span.hour }
        let mean = { (room: Room) in
            days.reduce(0) { $0 + Self.temperature(room, at: $1) } / Int64(days.count)
        }
        #expect(mean(.attic) > mean(.kitchen) + 3000)
        #expect(mean(.attic) > mean(.outdoors) + 4000)
    }

    @Test func cellar_duringAYear_hardlyMovesAndIsLate() throws {
        let months = (Int64(0)..<12).map { month in
            (Int64(0)..<30).map { day in
                Self.newYear + month * 30 * Span.day + day * Span.day
            }
        }
        let means = { (room: Room, place: Place) in
            months.map { days in
                days.reduce(0) { $0 + Self.temperature(room, place, at: $1) } / 30
            }
        }
        let (outdoors, air, floor) = (
            means(.outdoors, .air), means(.cellar, .air), means(.cellar, .floor)
        )
        #expect(Self.swing(air) * 3 < Self.swing(outdoors))
        #expect(Self.swing(floor) < Self.swing(air))
        let warmest = { (means: [Int64]) in means.firstIndex(of: means.max() ?? 0) ?? 0 }
        #expect((1...3).contains(warmest(air) - warmest(outdoors)))
        #expect((1...5).contains(warmest(floor) - warmest(outdoors)))
    }

    @Test func thermostat_inWinter_lowersAtNightAndSwitchesByDay() {
        let kitchen = HeatedRoom(.livingRoom, houseSeed: 7, roomSeed: 1)
        var switchesByDay = 0
        for day in Int64(5)..<45 {
            let midnight = Self.newYear + day * Span.day
            let night = kitchen.air(at: midnight + 4 * Span.hour).temperature
            let noon = kitchen.air(at: midnight + 12 * Span.hour).temperature
            #expect(night < noon - 500, "day \(day)")
            let minutes = (Int64(0)..<240).map {
                kitchen.air(at: midnight + 9 * Span.hour + $0 * Span.minute).temperature
            }
            let ups = zip(minutes, minutes.dropFirst()).map { $1 > $0 }
            switchesByDay += zip(ups, ups.dropFirst()).filter { $0 != $1 }.count
        }
        // Four hours have about five periods; the air's own restlessness may add to them.
        #expect((240...2000).contains(switchesByDay), "\(switchesByDay)")
    }

    @Test func window_openedInWinter_coolsFastAndTheWallsRewarm() {
        let noise = Noise(seed: 7, stream: 0x30)
        let room = HeatedRoom(.bedroom, houseSeed: 7, roomSeed: 1)
        var opened = 0
        for day in Int64(5)..<60 {
            let today = LocalDay(around: Self.newYear + day * Span.day + 12 * Span.hour)
            guard
                let pulse = Habits.airingBedroom[0].pulse(
                    before: .max, on: today, isWeekend: today.isWeekend, by: noise)
            else { continue }
            opened += 1
            let before = room.air(at: pulse.start)
            let end = room.air(at: pulse.start + pulse.duration)
            let later = room.air(at: pulse.start + pulse.duration + Span.hour)
            #expect(end.temperature < before.temperature - 900, "day \(day)")
            #expect(later.temperature > end.temperature + 600, "day \(day)")
            #expect(end.vapour < before.vapour, "day \(day)")
        }
        #expect(opened > 35)
    }

    @Test func kitchen_afterDinner_isWarmerAndMoister() {
        let noise = Noise(seed: 7, stream: 0x30)
        let room = HeatedRoom(.kitchen, houseSeed: 7, roomSeed: 1)
        var warmer = 0
        var dinners = 0
        for day in Int64(0)..<90 {
            let today = LocalDay(around: Self.newYear + day * Span.day + 12 * Span.hour)
            guard
                let dinner = Habits.cooking[2].pulse(
                    before: .max, on: today, isWeekend: today.isWeekend, by: noise)
            else { continue }
            dinners += 1
            let before = room.air(at: dinner.start)
            let end = room.air(at: dinner.start + dinner.duration)
            if end.temperature > before.temperature + 500 && end.vapour > before.vapour + 100_000 {
                warmer += 1
            }
        }
        // Now and then the window is opened at once.
        #expect(dinners > 60)
        #expect(warmer * 10 > dinners * 8, "\(warmer) of \(dinners)")
    }
}
