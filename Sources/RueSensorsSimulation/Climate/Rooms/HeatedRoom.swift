/// A room with a radiator, windows and people.
struct HeatedRoom: Sendable {
    /// What makes one differ from another.
    struct Character {
        let heating: Heating
        /// The solar time at which the sun stands before its window.
        let windowFacing: Int64
        /// How much the sun warms it through the window at most, in m°C.
        let sunGain: Int64
        /// How much more vapour it has than outdoors, in mPa.
        let vapour: Int64
        /// When its window is opened.
        let airing: [Habit]
        /// How wide it is opened in a warm night, of 65 536.
        let summerNight: Int64
        /// What else happens in it, and what of that comes from next door.
        let sources: [Source]
    }

    /// Warmth and vapour that habits bring into a room.
    struct Source {
        let habits: [Habit]
        /// In m°C.
        let heat: Int64
        /// In mPa.
        let water: Int64
        /// The time constants of growing and of going.
        let rise: Int64
        let heatDecay: Int64
        let waterDecay: Int64
    }

    let character: Character
    private let outdoors: Outdoors
    private let household: Household
    private let thermostat: Cycle
    private let drift: Noise

    init(_ character: Character, houseSeed: UInt64, roomSeed: UInt64) {
        self.character = character
        outdoors = Outdoors(seed: houseSeed)
        household = Household(seed: houseSeed)
        thermostat = Cycle(seed: roomSeed, stream: 0x40)
        drift = Noise(seed: roomSeed, stream: 0x41)
    }

    /// The room's air.
    func air(at moment: Int64) -> Air {
        let days = Household.Days(at: moment)
        let cloud = outdoors.weather.cloud(at: moment - Span.hour)
        let unheated = unheated(at: moment, cloud: cloud)
        let heated = heated(at: moment, in: days, unheated: unheated)
        let wandering =
            drift.curve(at: moment, every: 130 * Span.minute, by: 450)
            + drift.curve(at: moment + Span.year, every: 11 * Span.minute, by: 60)
        var air = Air(
            temperature: Soft.maximum(heated, unheated, width: 3000)
                + sun(at: moment, cloud: cloud) + wandering,
            vapour: vapour(at: moment, cloud: cloud))
        addSources(to: &air, at: moment, in: days)
        openWindows(into: &air, at: moment, in: days, unheated: unheated)
        soakIntoWalls(&air, at: moment)
        return air
    }

    /// What the house would come to without heating: it follows the weather by a day and a half,
    /// a little of each day by hours, and is warmed by those who live in it.
    private func unheated(at moment: Int64, cloud: Int64) -> Int64 {
        let slow = outdoors.weather.temperature(at: moment, inertia: 36 * Span.hour)
        let day = IntegerSine.value(
            at: moment + Sun.solarOffset - 11 * Span.hour, period: Span.day)
        let swing = outdoors.swing(at: moment, cloud: cloud)
        return (slow * 900) >> 10 + 5000 + (swing * day * 6) / (100 * 32_767)
    }

    private func heated(at moment: Int64, in days: Household.Days, unheated: Int64) -> Int64 {
        let heating = character.heating
        let state = heating.state(at: moment, in: days, household)
        let need = max(heating.day - unheated, 0)
        let cooled = Soft.minimum(
            (need * state.cooled) >> 16, heating.day - heating.night, width: 800)
        // The radiator is on for longer the colder it is outside.
        let duty = 200 + min(need / 40, 500)
        let level = thermostat.level(at: moment, duty: duty) { _ in 47 * Span.minute }
        let swing = (min(need * 60, 460_000) / 1000 * state.heating) >> 16
        return heating.day - cooled + (swing * (level - 32_768)) >> 16
    }

    private func sun(at moment: Int64, cloud: Int64) -> Int64 {
        let sun = Sun.through(windowFacing: character.windowFacing, at: moment - 40 * Span.minute)
        return (((sun * character.sunGain) >> 15) * (1100 - cloud)) >> 10
    }

    private func vapour(at moment: Int64, cloud: Int64) -> Int64 {
        let dewPoint = outdoors.weather.dewPoint(at: moment - 2 * Span.hour, cloud: cloud)
        return SaturationVapour.milliPascal(at: dewPoint) + character.vapour
            + drift.curve(at: moment, every: 4 * Span.hour, by: 130_000)
    }

    private func addSources(to air: inout Air, at moment: Int64, in days: Household.Days) {
        for source in character.sources {
            var water: Int64 = 0
            let heat = household.effect(of: source.habits, in: days) { pulse in
                water += pulse.effect(at: moment, rise: source.rise, decay: source.waterDecay)
                return pulse.effect(at: moment, rise: source.rise, decay: source.heatDecay)
            }
            air.temperature += (heat * source.heat) >> 16
            air.vapour += (water * source.water) >> 16
        }
    }

    /// The air goes quickly towards that outside; the walls bring its warmth back, and the people
    /// slowly its vapour.
    private func openWindows(
        into air: inout Air, at moment: Int64, in days: Household.Days, unheated: Int64
    ) {
        var water: Int64 = 0
        var heat = household.effect(of: character.airing, in: days) { pulse in
            water += pulse.effect(at: moment, rise: 6 * Span.minute, decay: 75 * Span.minute)
            return pulse.effect(at: moment, rise: 6 * Span.minute, decay: 22 * Span.minute)
        }
        heat = (heat * 30) / 100
        water = (water * 70) / 100
        let warmth = min(max(unheated - 21_500, 0), 3000)
        if warmth > 0 && character.summerNight > 0 {
            let night = household.effect(of: Habits.summerNight, in: days) {
                $0.effect(at: moment, rise: 70 * Span.minute, decay: 110 * Span.minute)
            }
            let open = (((night * warmth) / 3000) * character.summerNight) >> 16
            heat += open
            water += 2 * open
        }
        guard heat > 0 || water > 0 else { return }
        air.mix(outdoors.air(at: moment), heat: min(heat, 60_000), water: min(water, 60_000))
    }

    /// Walls and furniture take up vapour when there is much and give it back when there is little.
    private func soakIntoWalls(_ air: inout Air, at moment: Int64) {
        let saturated = SaturationVapour.milliPascal(at: air.temperature)
        // Towards 50 %RH, by a fifth.
        air.vapour += (saturated / 2 - air.vapour) / 5
        air.vapour = max(air.vapour, saturated / 12)
    }
}
