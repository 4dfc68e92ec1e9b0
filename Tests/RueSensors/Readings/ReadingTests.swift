import RueSensors
import Testing

@Suite struct ReadingTests {
    @Test(arguments: [
        (Reading(.temperature, milli: 21_370), "temperature 21.370 Cel"),
        (Reading(.temperature, milli: -50), "temperature -0.050 Cel"),
        (Reading(.temperature, milli: -40_000), "temperature -40.000 Cel"),
        (Reading(.relativeHumidity, milli: 5), "humidity 0.005 %RH"),
        (Reading(.pressure, milli: 100_653_254), "pressure 100653.254 Pa"),
        (Reading(.pressure, milli: .min), "pressure -9223372036854775.808 Pa"),
    ])
    func description_anyValue_showsEveryDigit(reading: Reading, text: String) {
        #expect(reading.description == text)
    }

    @Test func flags_ofOrdinaryReading_areEmpty() {
        #expect(Reading(.temperature, milli: 1).flags.isEmpty)
        #expect(Reading(.temperature, milli: 1, flags: .suspect).flags == .suspect)
        #expect(Reading(.temperature, milli: 1, flags: .suspect) != Reading(.temperature, milli: 1))
    }

    @Test func quantity_nameAndUnit_areThoseOfTheRecords() {
        #expect(Quantity.allCases.map(\.name) == ["temperature", "humidity", "pressure"])
        #expect(Quantity.allCases.map(\.unit) == ["Cel", "%RH", "Pa"])
        #expect(Quantity.allCases.map(\.description) == Quantity.allCases.map(\.name))
    }
}
