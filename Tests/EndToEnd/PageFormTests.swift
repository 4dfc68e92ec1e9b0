import RueTestSupport
import Testing

extension PageTests {
    /// Pages as they are made: for every eye, hand and browser.
    @Suite struct FormTests {
        /// As long as a node may be called, and nowhere to break.
        private static let long = String(repeating: "Dampfschifffahrt", count: 4)

        /// Four rooms with a past: one has not been heard of for an hour, one sensor fails, and none
        /// says more.
        private func house() throws -> ScratchAggregator {
            let server = try server()
            let kitchen = try node(PageTests.kitchen, as: "kitchen", on: server)
            try simulate(kitchen, from: "-30h", until: "now")
            try simulate(
                node(PageTests.bath, as: "bath", on: server), from: "-26h", until: "now")
            try simulate(
                node(PageTests.cellar, as: "cellar", on: server), from: "-26h", until: "-1h")
            let faulty = room(
                "attic", "[{id: air, driver: bme280, bus: simulated, interval: 1s}]",
                faults: "faults: [{sensor: air, fault: silent, after: 25h, for: 9h}]")
            try simulate(
                node(faulty, as: Self.long, on: server), from: "-26h", until: "now")
            return server
        }

        @Test func pages_withoutScripts_showTheSameNumbers() throws {
            try PageVisit("plain-node", "plain-compare", "plain-house", at: house()).finish()
        }

        @Test func pages_byKeyboard_narrow_dark_andCold_areWhole() throws {
            try PageVisit(
                "cold", "keyboard-house", "keyboard-chart", "narrow", "dark", "calm", at: house()
            ).finish()
        }

        @Test func pages_haveNoBarriersThatAreKnown() throws {
            try PageVisit("audit", at: house()).finish()
        }
    }
}
