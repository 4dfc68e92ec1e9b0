import Testing

@testable import RueCommandLine

@Suite struct SuggestionTests {
    @Test(arguments: [
        ("", "", 0), ("abc", "abc", 0), ("abc", "abd", 1), ("abc", "ab", 1), ("abc", "abcd", 1),
        ("abcd", "abdc", 1), ("kitten", "sitting", 3), ("", "abc", 3), ("ca", "abc", 3),
    ])
    func editDistance_ofKnownPairs_isExact(left: String, right: String, distance: Int) {
        let a = Array(left.unicodeScalars)
        let b = Array(right.unicodeScalars)
        #expect(Suggestion.editDistance(a, b) == distance)
        #expect(Suggestion.editDistance(b, a) == distance)
    }

    @Test func nearest_ofSeveral_isTheNearestThenTheFirst() {
        #expect(Suggestion.nearest("bme28O", among: ["dht22", "bme280", "bmp280"]) == "bme280")
        #expect(Suggestion.nearest("BME280", among: ["bme280"]) == "bme280")
        #expect(Suggestion.nearest("sat", among: ["cat", "bat"]) == "cat")
    }

    @Test func nearest_tooFar_isNothing() {
        #expect(Suggestion.nearest("temperature", among: ["port", "state"]) == nil)
        #expect(Suggestion.nearest("x", among: ["y"]) == nil)
        #expect(Suggestion.nearest("abc", among: []) == nil)
        let long = String(repeating: "a", count: 100_000)
        #expect(Suggestion.nearest(long, among: ["a"]) == nil)
    }
}
