/// The rooms of the house that have a radiator.
extension HeatedRoom.Character {
    static let kitchen = HeatedRoom.Character(
        heating: Heating(day: 20_700, night: 17_500, weekday: 350, weekend: 440),
        windowFacing: 9 * Span.hour, sunGain: 3600, vapour: 270_000, airing: Habits.airingKitchen,
        summerNight: 15_000,
        sources: [
            .cooking(heat: 2600, water: 620_000),
            .steam(from: Habits.showers, heat: 60, water: 90_000),
        ])

    static let livingRoom = HeatedRoom.Character(
        heating: Heating(day: 21_400, night: 18_000, weekday: 365, weekend: 450),
        windowFacing: 15 * Span.hour, sunGain: 4200, vapour: 240_000,
        airing: Habits.airingLivingRoom, summerNight: 18_000,
        sources: [
            .steam(from: Habits.cooking, heat: 500, water: 190_000),
            .people(Habits.evening, heat: 650, water: 110_000),
        ])

    static let bedroom = HeatedRoom.Character(
        heating: Heating(day: 18_200, night: 15_800, weekday: 380, weekend: 470),
        windowFacing: 8 * Span.hour, sunGain: 2400, vapour: 230_000, airing: Habits.airingBedroom,
        summerNight: 24_000,
        sources: [
            .people(Habits.sleep, heat: 700, water: 300_000),
            .steam(from: Habits.showers, heat: 150, water: 190_000),
        ])

    static let bathroom = HeatedRoom.Character(
        heating: Heating(day: 21_800, night: 18_500, weekday: 330, weekend: 430),
        windowFacing: 12 * Span.hour, sunGain: 600, vapour: 330_000, airing: Habits.airingBathroom,
        summerNight: 9000, sources: [.shower(heat: 3300, water: 2_900_000)])
}

extension HeatedRoom.Source {
    /// Pots and an oven.
    static func cooking(heat: Int64, water: Int64) -> HeatedRoom.Source {
        HeatedRoom.Source(
            habits: Habits.cooking, heat: heat, water: water, rise: 16 * Span.minute,
            heatDecay: 38 * Span.minute, waterDecay: 42 * Span.minute)
    }

    /// Hot water in a small room with a fan.
    static func shower(heat: Int64, water: Int64) -> HeatedRoom.Source {
        HeatedRoom.Source(
            habits: Habits.showers, heat: heat, water: water, rise: 5 * Span.minute,
            heatDecay: 26 * Span.minute, waterDecay: 17 * Span.minute)
    }

    /// What comes through the door from a room where it happens.
    static func steam(from habits: [Habit], heat: Int64, water: Int64) -> HeatedRoom.Source {
        HeatedRoom.Source(
            habits: habits, heat: heat, water: water, rise: 25 * Span.minute,
            heatDecay: 50 * Span.minute, waterDecay: 55 * Span.minute)
    }

    /// People who stay for hours.
    static func people(_ habits: [Habit], heat: Int64, water: Int64) -> HeatedRoom.Source {
        HeatedRoom.Source(
            habits: habits, heat: heat, water: water, rise: 80 * Span.minute,
            heatDecay: 60 * Span.minute, waterDecay: 70 * Span.minute)
    }
}
